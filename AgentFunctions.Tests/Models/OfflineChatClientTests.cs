using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Models.Offline;
using Microsoft.Extensions.AI;
using NJsonSchema;

namespace AgentFunctions.Tests.Models;

public sealed class OfflineChatClientTests
{
    private static readonly AgentCatalogue Shipped = AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents"));

    [Fact]
    public async Task Every_sample_gets_an_answer_that_matches_its_schema_and_the_same_one_again()
    {
        foreach (JsonElement sample in Samples())
        {
            AgentDefinition agent = Shipped.Find(sample.GetProperty("agent").GetString()!)!;
            string answer = await AskAsync(agent, sample.GetProperty("input"));

            Assert.Empty(agent.OutputValidator.Validate(answer));
            Assert.Equal(answer, await AskAsync(agent, sample.GetProperty("input")));
        }
    }

    [Fact]
    public async Task Most_tickets_get_the_category_a_person_would_give()
    {
        AgentDefinition agent = Shipped.Find("classify-ticket")!;
        List<bool> right = [];
        foreach (JsonElement sample in Samples().Where(s => s.GetProperty("metadata").TryGetProperty("expected", out _)))
        {
            using JsonDocument answer = JsonDocument.Parse(await AskAsync(agent, sample.GetProperty("input")));
            right.Add(answer.RootElement.GetProperty("category").ValueEquals(sample.GetProperty("metadata").GetProperty("expected").GetString()));
        }

        Assert.True(right.Count >= 16 && right.Count(r => r) >= right.Count * 0.75, $"{right.Count(r => r)} of {right.Count} were right.");
    }

    [Fact]
    public async Task An_invoice_is_read()
    {
        JsonElement input = JsonSerializer.SerializeToElement(new { text = "From: Bergblick GmbH\nInvoice number: 2026/0418\nDate: 18.04.2026\nDue date: 02.05.2026\nTotal EUR 1.059,10" });
        using JsonDocument answer = JsonDocument.Parse(await AskAsync(Shipped.Find("extract-invoice")!, input));

        Assert.Equal("2026/0418", answer.RootElement.GetProperty("invoiceNumber").GetString());
        Assert.Equal("2026-04-18", answer.RootElement.GetProperty("date").GetString());
        Assert.Equal("2026-05-02", answer.RootElement.GetProperty("dueDate").GetString());
        Assert.Equal(1059.10m, answer.RootElement.GetProperty("total").GetDecimal());
        Assert.Equal("EUR", answer.RootElement.GetProperty("currency").GetString());
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","minimum":3,"maximum":5},"b":{"type":"boolean"},"c":{"const":7}},"required":["n","b","c"]}""")]
    [InlineData("""{"type":"object","properties":{"list":{"type":"array","minItems":2,"items":{"type":"object","properties":{"x":{"type":"number","exclusiveMinimum":0}},"required":["x"]}}},"required":["list"]}""")]
    [InlineData("""{"type":"object","properties":{"d":{"type":"string","format":"date"},"e":{"type":["string","null"],"format":"email"},"s":{"type":"string","minLength":500,"maxLength":600}},"required":["d","e","s"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"type":"string","maxLength":3}]}},"required":["a"]}""")]
    public async Task Schemas_of_other_agents_are_filled_whatever_the_text(string schema)
    {
        JsonSchema validator = await JsonSchema.FromJsonAsync(schema, TestContext.Current.CancellationToken);
        foreach (string text in new[] { "", "hello", "It costs 12.50 EUR, write to a@b.de by 3 May 2026!", "<a>9</a>", new string('9', 100_000), "\0\ud800" })
        {
            ChatOptions options = new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) };
            using OfflineChatClient client = new();
            ChatResponse answer = await client.GetResponseAsync(text, options, TestContext.Current.CancellationToken);

            Assert.Empty(validator.Validate(answer.Text));
        }
    }

    private static IEnumerable<JsonElement> Samples() => File.ReadLines(Repository.PathOf("samples", "tasks.ndjson")).Select(line => JsonElement.Parse(line));

    private static async Task<string> AskAsync(AgentDefinition agent, JsonElement input)
    {
        NoteSearch notes = NoteSearch.Load(Repository.PathOf("AgentFunctions", "agents", "notes"));
        ChatOptions options = new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(agent.OutputSchema), Tools = agent.Tools.Count > 0 ? [notes.AsTool()] : null };
        using FunctionInvokingChatClient client = new(new OfflineChatClient());
        return (await client.GetResponseAsync(agent.Instructions.RenderUser(input), options, TestContext.Current.CancellationToken)).Text;
    }
}
