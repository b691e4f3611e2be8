// An MCP server over standard input and output whose tools do not come in the order of their names, for tests.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'abacus', version: '1.0.0' });
for (const name of ['sum', 'mean', 'product']) {
  server.tool(name, 'Says a number.', async () => ({ content: [{ type: 'text', text: '1' }] }));
}
await server.connect(new StdioServerTransport());
