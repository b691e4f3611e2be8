// An MCP server over standard input and output with one tool, for tests.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'clock', version: '1.0.0' });
server.tool('year', 'Says the year.', async () => ({ content: [{ type: 'text', text: '2027' }] }));
await server.connect(new StdioServerTransport());
