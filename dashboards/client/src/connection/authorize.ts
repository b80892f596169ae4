export type AskToken = () => string | undefined | Promise<string | undefined>;

/** Sets the token, where there is one. */
export async function authorize(headers: Headers, token: AskToken | undefined): Promise<Headers> {
  const text = await token?.();
  if (text !== undefined) headers.set('Authorization', `Bearer ${text}`);
  return headers;
}
