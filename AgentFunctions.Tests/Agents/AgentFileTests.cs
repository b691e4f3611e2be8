using System.Text.Json;
using AgentFunctions.Agents;

namespace AgentFunctions.Tests.Agents;

public sealed class AgentFileTests
{
    private const string Valid = """
        ---
        name: sort
        description: Sorts.
        version: 2
        output:
          type: object
          required: [kind]
          properties:
            kind: {type: string, enum: [a, b]}
            size: {type: [number, "null"], minimum: 0}
        quality: 0.9
        maxOutputTokens: 50
        cache: {use: true, maxAge: 7d, scope: shared}
        batch: {maxItems: 10, maxInputTokens: 4000, maxWait: 250ms}
        maxToolTurns: 3
        tools:
          - function: search_notes
          - mcp: {name: kb, command: node, args: [server.js, --fast], allow: [find]}
          - mcp: {name: web, url: "https://example.com/mcp"}
        ---
        Be brief.

        <text>
        {{input.text}} {{input.mood?}}
        </text>
        """;

    [Fact]
    public void A_full_file_is_read()
    {
        AgentDefinition agent = AgentFile.Parse("sort.agent.md", Valid);

        Assert.Equal(("sort", "2", 0.9, 50, 3), (agent.Name, agent.Version, agent.Quality, agent.MaxOutputTokens, agent.MaxToolTurns));
        Assert.Equal(new AgentCachePolicy(true, TimeSpan.FromDays(7), CacheScope.Shared, Coalesce: true), agent.Cache);
        Assert.Equal(new AgentBatchPolicy(10, 4000, TimeSpan.FromMilliseconds(250)), agent.Batch);
        Assert.Equal("""{"type":"string","enum":["a","b"]}""", agent.OutputSchema.GetProperty("properties").GetProperty("kind").GetRawText());
        Assert.Equal("Be brief.", agent.Instructions.System);
        Assert.Collection(
            agent.Tools,
            tool => Assert.Equal(new ToolReference.InProcess("search_notes"), tool),
            tool => Assert.Equal(["server.js", "--fast"], Assert.IsType<McpEndpoint.Stdio>(Assert.IsType<ToolReference.Mcp>(tool).Endpoint).Arguments),
            tool => Assert.Equal(new McpEndpoint.Http(new Uri("https://example.com/mcp")), Assert.IsType<ToolReference.Mcp>(tool).Endpoint));
    }

    [Theory]
    [InlineData("quality: 0.9", "quality: 1.5", 11, "'quality' is '1.5'; allowed is a number from 0 to 1")]
    [InlineData("quality: 0.9", "qualty: 0.9", 11, "unknown key 'qualty'")]
    [InlineData("maxOutputTokens: 50", "maxOutputTokens: many", 12, "'maxOutputTokens' is 'many'")]
    [InlineData("quality: 0.9", "reasoningEffort: extraHigh", 11, "'reasoningEffort' is 'extraHigh'; allowed are none, low, medium, high")]
    [InlineData("maxAge: 7d", "maxAge: week", 13, "'cache.maxAge' is 'week'")]
    [InlineData("scope: shared", "scope: all", 13, "allowed are tenant, shared")]
    [InlineData("{type: string, enum", "{type: sting, enum", 9, "'output.properties.kind.type' is 'sting'; allowed are string, number, integer, boolean, object, array and, in quotes, \"null\"")]
    [InlineData("\"null\"]", "null]", 10, "'output.properties.size.type' is 'null'; allowed are string")]
    [InlineData("{type: string, enum", "{anyOf: [{type: array, items: {type: txt}}], enum", 9, "'output.properties.kind.anyOf[0].items.type' is 'txt'")]
    [InlineData("version: 2\n", "", 2, "'version' is missing")]
    [InlineData("name: sort", "name: Sort It", 2, "'name' is 'Sort It'")]
    [InlineData("name: sort", "name: other", 2, "the file must be 'other.agent.md'")]
    [InlineData("type: object\n", "type: array\n", 6, "must be object")]
    [InlineData("{{input.text}}", "{{inputs.text}}", 24, "'{{inputs.text}}' is not a placeholder")]
    [InlineData("- function: search_notes", "- {}", 17, "either 'function' or 'mcp'")]
    [InlineData("{name: kb, command: node", "{name: kb", 18, "either 'url' or 'command'")]
    [InlineData("description: Sorts.", "description: [", 2, "not valid YAML")]
    [InlineData("description: Sorts.", "description: a: b", 3, "not valid YAML")]
    public void A_broken_file_is_refused_with_file_line_and_reason(string right, string wrong, int line, string reason)
    {
        AgentFileException refused = Assert.Throws<AgentFileException>(() => AgentFile.Parse("sort.agent.md", Valid.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith($"sort.agent.md:{line}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_front_matter_is_refused() =>
        Assert.StartsWith("x.agent.md:1: ", Assert.Throws<AgentFileException>(() => AgentFile.Parse("x.agent.md", "hello")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_shipped_agents_can_be_read()
    {
        AgentCatalogue agents = AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents"));

        Assert.Equal(["answer-from-notes", "classify-ticket", "draft-reply", "extract-invoice", "judge-reply", "summarize-thread"], agents.All.Select(a => a.Name));
    }

    [Fact]
    public void The_part_before_the_first_placeholder_is_the_same_for_every_task()
    {
        PromptTemplate template = PromptTemplate.Parse("Rules.\n\nMore rules.\n\nText: {{input.a.b}}\n\nEnd {{input.c?}}.");
        using JsonDocument input = JsonDocument.Parse("""{"a":{"b":"{{input.c}}"}}""");

        Assert.Equal("Rules.\n\nMore rules.", template.System);
        Assert.Equal("Text: {{input.c}}\n\nEnd .", template.RenderUser(input.RootElement));
        Assert.Empty(template.MissingFields(input.RootElement));
        Assert.Equal(["input.a.b"], template.MissingFields(JsonElement.Parse("""{"a":{}}""")));
    }
}
