/** Whether what somebody was shown holds anything by which the case could be found: its id, its code, its alias. */
export function hasTraceOf({ id, code, alias }, shown) {
  const text = JSON.stringify(shown);
  return [id, code, code.replaceAll('-', ''), alias].some((trace) => typeof trace === 'string' && text.includes(trace));
}
