/** Stands where our own address belongs: the server puts in the one that the operator set. */
export const origin = 'https://origin.invalid'
