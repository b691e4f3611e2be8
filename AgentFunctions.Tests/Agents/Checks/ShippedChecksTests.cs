using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Models;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Tasks;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class ShippedChecksTests
{
    private static readonly AgentCatalogue Shipped = AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents"));

    [Fact]
    public async Task The_offline_model_passes_the_checks_of_the_shipped_agents_on_every_sample()
    {
        ModelCatalogue models = ModelFile.Read(Repository.PathOf("AgentFunctions", "models.json"));
        using ChatClients clients = new(new ConfigurationBuilder().Build(), new DefaultAzureCredential());
        await using McpConnections connections = new();
        ToolRegistry tools = new([NoteSearch.Load(Repository.PathOf("AgentFunctions", "agents", "notes")).AsTool()]);
        AgentRunner runner = new(clients, new AgentTools(tools, connections), new TokenCounter(), Gates.Open(), TimeProvider.System);
        AnswerChecks checks = new(Shipped, models, runner);
        CallScope scope = CallScope.Of(SampleTasks.Queued());
        Dictionary<string, int> passed = [];
        foreach (JsonElement sample in File.ReadLines(Repository.PathOf("samples", "tasks.ndjson")).Select(line => JsonElement.Parse(line)))
        {
            AgentDefinition agent = Shipped.Find(sample.GetProperty("agent").GetString()!)!;
            string input = sample.GetProperty("input").GetRawText();
            AgentOutcome outcome = await runner.RunAsync(agent, models.Default, input, scope, budget: null, TestContext.Current.CancellationToken);

            CheckReport report = await checks.RunAsync(
                agent, input, Assert.IsType<AgentOutcome.Answered>(outcome).Json, scope, budget: null, TestContext.Current.CancellationToken);

            Assert.True(agent.Checks.Count == 0 || report.Verdict == CheckVerdict.Passed, $"{sample}: {report}");
            passed[agent.Name] = passed.GetValueOrDefault(agent.Name) + (report.Verdict == CheckVerdict.Passed ? 1 : 0);
        }

        Assert.All(["answer-from-notes", "classify-ticket", "extract-invoice"], name => Assert.NotEqual(0, passed[name]));
    }

    [Theory]
    [InlineData("extract-invoice", """{"invoiceNumber":"none","vendor":null,"date":null,"currency":"EUR","total":1,"dueDate":null}""", "regex invoiceNumber")]
    [InlineData("extract-invoice", """{"invoiceNumber":"7","vendor":null,"date":null,"currency":"€","total":1,"dueDate":null}""", "regex currency")]
    [InlineData("answer-from-notes", """{"answer":"x","citations":["the note on refunds"],"answered":true}""", "regex citations")]
    public async Task What_a_weak_model_gets_wrong_fails(string agent, string answer, string check)
    {
        CheckReport report = await CheckedAgent.RunAsync(Shipped.Find(agent)!, answer);

        Assert.Equal((CheckVerdict.Failed, check), (report.Verdict, report.Check));
    }
}
