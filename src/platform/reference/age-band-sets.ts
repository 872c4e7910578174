/** The sets of age bands that rules of casework stand on. */
export const AGE_BAND_SETS = ['tasks', 'assent', 'profile', 'statistics'] as const;
