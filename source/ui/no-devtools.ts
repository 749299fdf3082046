/** Stands in the bundle where Ink asks for react-devtools-core, which it loads only with DEV=true. */
const noDevtools = {initialize() {}, connectToDevTools() {}};

export default noDevtools;
