import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/can.ts';
import { AcceptInvitation, AcceptInvitationInput } from './commands/accept-invitation.ts';
import { SignIn, SignInInput } from './commands/sign-in.ts';
import { SignOut } from './commands/sign-out.ts';
import { Myself } from './myself.ts';
import { Self } from './self.ts';
import { giveToken, takeToken, tokenOf } from './session-cookie.ts';
import { WhoAmI } from './who-am-i.ts';

/** Coming in, being known, going out. */
@Controller()
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly signOut: SignOut,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly whoAmI: WhoAmI,
  ) {}

  @Post('session')
  @Public('Whoever signs in is not signed in yet.', { answers: Myself, refuses: [401, 429] })
  async open(@Body() input: SignInInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Myself> {
    const { token, myself } = await this.signIn.run(input, { address: request.ip, heldToken: tokenOf(request) });
    giveToken(reply, token);
    return myself;
  }

  @Get('session')
  @Self('Everybody may know who they are.', { answers: Myself })
  show(): Promise<Myself> {
    return this.whoAmI.run();
  }

  @Delete('session')
  @HttpCode(204)
  @Public('Whoever holds the cookie of a session may end it, also when it has ended.')
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    takeToken(reply);
    await this.signOut.run(tokenOf(request));
  }

  @Post('invitations/accept')
  @HttpCode(204)
  @Public('Whoever holds an invitation has no password yet.', { refuses: [409] })
  accept(@Body() input: AcceptInvitationInput): Promise<void> {
    return this.acceptInvitation.run(input);
  }
}
