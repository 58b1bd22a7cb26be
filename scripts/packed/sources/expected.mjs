/** What `count` returns on every platform. */
export const EXPECTED = 'total 5, after undo 2, looked back 5, refused invalid-input and event.invalid';
