// A real OpenID provider for the journeys (node-oidc-provider): its own login form, loopback only, forgets all when it
// ends. Usage: node provider.mjs REDIRECT_URI POST_LOGOUT_REDIRECT_URI — prints its issuer when it listens.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'fourfold',
        client_secret: 'a-secret-for-the-journey',
        redirect_uris: [process.argv[2]],
        post_logout_redirect_uris: [process.argv[3]],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
    pkce: { required: () => true, methods: ['S256'] },
    cookies: { keys: ['a key for the journey'] },
    // The form takes any password; whoever types a name is that person.
    findAccount: (_, login) => ({
      accountId: login,
      claims: () => ({
        sub: login,
        preferred_username: login,
        name: login,
        email: `${login}@example.com`,
        email_verified: true,
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
// Ends with whoever started it.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
