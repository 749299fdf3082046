import {useInput} from 'ink';
import {type ComponentType, useEffect, useMemo, useReducer, useState, useSyncExternalStore} from 'react';
import type {Secret} from '../../core/secret.ts';
import {usePaste} from '../hooks/use-paste.ts';
import {useTerminalSize} from '../hooks/use-terminal-size.ts';
import {fieldOf, type SecretField} from './answers/answers.ts';
import {readAnswers} from './answers/reading.ts';
import {type PageId, pagesFor, stepOf, titleOf} from './page-order.ts';
import type {PageProps} from './page-props.ts';
import {ArchivePage} from './pages/archive.tsx';
import {CheckPage} from './pages/check.tsx';
import {CredentialsPage} from './pages/credentials.tsx';
import {DriverPage} from './pages/driver.tsx';
import {HostsPage} from './pages/hosts.tsx';
import {IdsPage} from './pages/ids.tsx';
import {LoginPage} from './pages/login.tsx';
import {MetadataPage} from './pages/metadata.tsx';
import {ReviewPage} from './pages/review.tsx';
import {RolesPage} from './pages/roles.tsx';
import {SettingsPage} from './pages/settings.tsx';
import {StartPage} from './pages/start.tsx';
import {VersionPage} from './pages/version.tsx';
import {type CheckStore, type ClusterCheck, checkAsked} from './probe/cluster-check.ts';
import {withMembership} from './probe/membership.ts';
import type {ProbeStore} from './probe/probes.ts';
import {targetsOf} from './probe/targets.ts';
import {resultOf} from './result.ts';
import type {Beginning, TypedSecrets, WizardFunctions, WizardResult} from './wizard-functions.ts';
import {reduceWizard, type WizardState} from './wizard-state.ts';

const pages: Readonly<Record<PageId, ComponentType<PageProps>>> = {
	start: StartPage,
	version: VersionPage,
	archive: ArchivePage,
	metadata: MetadataPage,
	hosts: HostsPage,
	login: LoginPage,
	roles: RolesPage,
	ids: IdsPage,
	settings: SettingsPage,
	driver: DriverPage,
	credentials: CredentialsPage,
	check: CheckPage,
	review: ReviewPage,
};

type Props = {
	readonly initial: WizardState;
	readonly secrets?: TypedSecrets;
	readonly functions: WizardFunctions;
	readonly beginning: Beginning;
	readonly probing: ProbeStore;
	readonly checking: CheckStore;
	readonly onFinish: (result: WizardResult) => void;
};

/** The whole wizard: its state, the background probes, and the page that is shown. */
export function Wizard({initial, secrets = new Map(), functions, beginning, probing, checking, onFinish}: Props) {
	const [state, dispatch] = useReducer(reduceWizard, initial);
	const [typed, setTypedMap] = useState<TypedSecrets>(secrets);
	const found = useSyncExternalStore(probing.subscribe, probing.get);
	const probes = useMemo(() => withMembership(found, state), [found, state]);
	const size = useTerminalSize();
	const reading = useMemo(() => readAnswers(state.answers), [state.answers]);
	usePaste();
	const [over, setOver] = useState<WizardResult | undefined>(undefined);
	const finish = (action: WizardResult['action'], path?: string) =>
		setOver(resultOf(action, path, state.answers, reading, typed));
	useEffect(() => {
		// Once nothing is drawn any more, so that nothing is left on the screen.
		if (over !== undefined) onFinish(over);
	}, [over, onFinish]);
	// The one that keeps raw mode for the whole life of the wizard, and owns Ctrl+C.
	useInput((input, key) => {
		if (key.ctrl && input === 'c') finish('interrupted');
	});
	const {file, draft} = state;
	useEffect(() => functions.remember(state.answers, {file, draft}), [functions, state.answers, file, draft]);
	useEffect(() => {
		// While the list is being typed every beginning of a name would be a host.
		if (state.page === 'start' || state.page === 'hosts') return;
		probing.want(targetsOf(state.answers, reading), typed);
	}, [probing, state.page, state.answers, reading, typed]);
	const begun = useSyncExternalStore(checking.subscribe, checking.get);
	const asked = useMemo(() => checkAsked(state, reading, found, typed), [state, reading, found, typed]);
	useEffect(() => {
		// After each change: what was forgotten is wanted again. What is found stays while other pages are shown.
		if (state.page === 'check' && !('state' in asked)) checking.want(asked);
	});
	const check: ClusterCheck = 'state' in asked ? asked : (begun ?? {state: 'looking', progress: 'logging in', listen: false});

	const order = pagesFor(reading);
	const {step, of} = stepOf(state.page, order);
	const name = fieldOf(state.answers, 'name') || 'kafka';
	const Shown = pages[state.page];
	if (over !== undefined) return null;
	return (
		<Shown
			key={state.page}
			state={state}
			reading={reading}
			dispatch={dispatch}
			size={size}
			title={state.page === 'start' ? 'kafka-setup' : `${name} · ${titleOf(state.page, reading)}`}
			progress={state.page === 'start' ? '' : state.editing ? 'change, then back to the review' : `step ${step} of ${of}`}
			probes={probes}
			probing={probing}
			check={check}
			checking={checking}
			typed={typed}
			setTyped={(field: SecretField, secret: Secret | undefined) =>
				setTypedMap(known => {
					const next = new Map(known);
					if (secret === undefined) next.delete(field);
					else next.set(field, secret);
					return next;
				})
			}
			functions={functions}
			beginning={beginning}
			finish={finish}
		/>
	);
}
