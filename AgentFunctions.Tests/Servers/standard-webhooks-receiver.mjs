// A receiver that checks what it is sent with the reference implementation of Standard Webhooks (npm standardwebhooks).
// POST: 204 when it verifies, else 400. GET: what came so far, as JSON.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const received = [];
const webhook = new Webhook(process.env.SECRET);

createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(received));
    return;
  }

  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }

  try {
    const payload = webhook.verify(body, request.headers);
    received.push({ verified: true, id: request.headers['webhook-id'], payload });
    response.statusCode = 204;
  } catch (error) {
    received.push({ verified: false, id: request.headers['webhook-id'], error: String(error) });
    response.statusCode = 400;
  }

  response.end();
}).listen(Number(process.env.PORT), '127.0.0.1');
