/** What `count` comes to everywhere. */
export const EXPECTED = 'total 5, after undo 2, looked back 5, refused invalid-input and event.invalid';
