/** The age up to which a service without an upper limit is for. */
export const oldest = 120;
