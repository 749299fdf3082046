import {useState} from 'react';
import type {Secret} from '../../../core/secret.ts';
import {SecretInput} from '../../components/secret-input.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';

/** The keys that end an input. */
function end(press: Press, onDone: () => void, onCancel: () => void): void {
	if (press.name === 'enter' || press.name === 'tab') onDone();
	else if (press.name === 'escape') onCancel();
}

type TypedProps = {
	readonly onDone: (secret: Secret | undefined) => void;
	readonly onCancel: () => void;
	readonly width: number;
};

/** A secret that is typed. It counts once it is done, for half a password must not be tried. */
export function TypedSecret({onDone, onCancel, width}: TypedProps) {
	const [secret, setSecret] = useState<Secret | undefined>(undefined);
	const onKey = (press: Press) => end(press, () => onDone(secret), onCancel);
	return <SecretInput value={secret} onChange={setSecret} onKey={onKey} isActive width={width} />;
}

type ReferenceProps = {
	readonly value: string;
	readonly onChange: (reference: string) => void;
	readonly onDone: () => void;
	readonly onCancel: () => void;
	readonly width: number;
};

/** Where a secret is found. */
export function ReferenceInput({value, onChange, onDone, onCancel, width}: ReferenceProps) {
	const onKey = (press: Press) => end(press, onDone, onCancel);
	return <TextInput value={value} onChange={onChange} onKey={onKey} isActive width={width} placeholder="env:NAME" />;
}
