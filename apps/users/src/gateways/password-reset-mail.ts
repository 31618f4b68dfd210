/**
 * The mail with a reset token. Nothing in it was written by a user, not even a name: anybody can
 * have it sent to anybody. Plain ASCII in short lines, so that it reads the same raw.
 */
export function passwordResetMail(resetToken: string, validMinutes: number): { subject: string; text: string } {
  return {
    subject: 'A new password for your Bookstore account',
    text: `Hello,

somebody, probably you, asked for a new password for the Bookstore account
of this e-mail address. This is the token for it:

${resetToken}

It works once, within ${validMinutes} minutes. In a terminal, run

    bookstore account reset

and hand in the token when you are asked for it. Setting a new password
signs the account out everywhere.

If it was not you, do nothing: your password stays as it is.
`,
  };
}
