/** `/a//b/./` is `/a/b`. */
export function normalDirectory(path: string): string {
	return `/${path
		.split('/')
		.filter(part => part !== '' && part !== '.')
		.join('/')}`;
}
