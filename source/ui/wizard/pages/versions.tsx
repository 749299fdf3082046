import {useEffect, useMemo} from 'react';
import {versionFields} from '../answers/fields.ts';
import type {PageProps} from '../page-props.ts';
import {FieldPage} from './field-page.tsx';

export function VersionsPage(props: PageProps) {
	const {probing} = props;
	// Half a directory is not to be looked for: the hosts are read again when this page is left.
	useEffect(() => {
		probing.hold(true);
		return () => probing.hold(false);
	}, [probing]);
	const withConnect = props.reading.roles.connect.length > 0;
	const fields = useMemo(() => versionFields(withConnect), [withConnect]);
	const changed = fields.filter(({id}) => (props.state.answers.fields[id] ?? '').trim() !== '').length;
	const accept = changed === 0 ? 'Accept all' : `Accept all (${changed} changed)`;
	return <FieldPage {...props} fields={fields} accept={accept} />;
}
