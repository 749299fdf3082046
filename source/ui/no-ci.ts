/**
 * Stands in the bundle for is-in-ci: Ink draws differently where it believes to be in CI. Whether a screen may be drawn
 * is asked before Ink is loaded at all, so once it is, it draws.
 */
const isInCi = false;

export default isInCi;
