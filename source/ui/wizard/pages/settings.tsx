import {useEffect, useMemo} from 'react';
import {settingsFields} from '../answers/fields.ts';
import type {PageProps} from '../page-props.ts';
import {FieldPage} from './field-page.tsx';

export function SettingsPage(props: PageProps) {
	const {probing, reading} = props;
	// Half a directory is not to be looked for: the hosts are read again when this page is left.
	useEffect(() => {
		probing.hold(true);
		return () => probing.hold(false);
	}, [probing]);
	const withConnect = reading.roles.connect.length > 0;
	const {offered, combined, archive} = reading;
	const fields = useMemo(
		() => settingsFields({offered, combined, archive}, withConnect),
		[offered, combined, archive, withConnect],
	);
	const changed = fields.filter(({id}) => (props.state.answers.fields[id] ?? '').trim() !== '').length;
	const accept = changed === 0 ? 'Accept all' : `Accept all (${changed} changed)`;
	return <FieldPage {...props} fields={fields} accept={accept} />;
}
