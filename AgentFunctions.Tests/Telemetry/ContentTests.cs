using System.Diagnostics;
using System.Text;
using AgentFunctions.Tests.Telemetry.Otlp;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>Prompts, answers, tool calls and what a provider quotes of them are exported only when that is switched on.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class ContentTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_is_exported_holds_a_word_of_prompt_answer_tool_call_or_quoted_error()
    {
        string[] leaked = await LeakedWordsAsync(setting: null);

        Assert.Empty(leaked);
    }

    [Fact]
    public async Task Switched_on_the_spans_hold_them_all()
    {
        string[] told = await LeakedWordsAsync(setting: "true");

        Assert.Equal(["prompt", "answer", "tool", "error"], told);
    }

    /// <summary>Runs a task that succeeds and one that the provider refuses with a quote; returns which words came out.</summary>
    private static async Task<string[]> LeakedWordsAsync(string? setting)
    {
        string run = Guid.NewGuid().ToString("n");
        using LoopbackModel model = new();
        using OtlpCollector collector = new();
        TracedHost host = await TracedHost.StartAsync(model, collector.Endpoint, more: new Dictionary<string, string?> { ["AgentFunctions:Telemetry:RecordContent"] = setting });
        await using (host)
        {
            model.WillCallTool("search_notes", new { query = $"tool{run}" });
            model.WillAnswer($$"""{"echo":"answer{{run}}"}""");
            (ActivityContext good, _) = await host.RunAsync($"prompt{run}", Cancelled);
            await collector.TraceAsync(good.TraceId.ToHexString(), s => s.Count(x => x.Name == "chat m") == 2, Cancelled);

            model.WillFail(400, $"your text 'error{run}' is not allowed");
            (ActivityContext bad, _) = await host.RunAsync($"prompt{run}", Cancelled);
            await collector.TraceAsync(bad.TraceId.ToHexString(), s => s.Any(x => x.Name == "chat m"), Cancelled);
        }

        // The host is gone by now, and what it had left to tell has come.
        Assert.NotEmpty(collector.Metrics);
        string[] bodies = [.. collector.Bodies.Select(Encoding.UTF8.GetString)];
        return [.. new[] { "prompt", "answer", "tool", "error" }.Where(word => bodies.Any(b => b.Contains(word + run, StringComparison.Ordinal)))];
    }
}
