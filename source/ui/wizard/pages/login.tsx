import {useEffect, useState} from 'react';
import {loginFields} from '../answers/fields.ts';
import type {PageProps} from '../page-props.ts';
import {CredentialsPage} from './credentials.tsx';
import {FieldPage} from './field-page.tsx';
import {HostKeysPage} from './host-keys.tsx';
import {HostTable, type LoginView} from './host-table.tsx';

/** How the hosts are logged in to, and what the background probe found so far. */
export function LoginPage(props: PageProps) {
	const {probing, reading} = props;
	const [view, setView] = useState<LoginView>('table');
	const toTable = () => setView('table');
	useEffect(() => {
		probing.hold(view === 'fields');
		return () => probing.hold(false);
	}, [probing, view]);
	if (view === 'keys') return <HostKeysPage {...props} onClose={toTable} />;
	if (view === 'fields') return <FieldPage {...props} fields={loginFields(reading)} onDone={toTable} onBack={toTable} />;
	if (view === 'secrets') return <CredentialsPage {...props} onClose={toTable} />;
	return <HostTable {...props} show={setView} />;
}
