import {Box, render, Text, useApp, useInput} from 'ink';

/** The least that an Ink app can be, to compare the first frame of the wizard with. */
function Bare() {
	const {exit} = useApp();
	useInput(key => key === 'q' && exit());
	return (
		<Box>
			<Text>New cluster</Text>
		</Box>
	);
}

render(<Bare />);
