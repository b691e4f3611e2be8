using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Telemetry.Otlp;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>The metrics that a collector gets, by the names in docs/telemetry.md.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class MetricTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_come_with_the_documented_names_units_and_values()
    {
        using LoopbackModel model = new();
        using OtlpCollector collector = new();
        TracedHost host = await TracedHost.StartAsync(model, collector.Endpoint, azurite: true);
        await using (host)
        {
            model.WillFail(503, "busy");
            model.WillAnswer("""{"echo":"x"}""");
            await host.RunAsync("x", Cancelled);
            model.WillFail(400, "no");
            await host.RunAsync("x", Cancelled);
        }

        // Other tests of this process count as well, but on other agents.
        Assert.Equal(2, Value(collector, "agentfn.tasks.submitted", "{task}"));
        Assert.Equal(1, Value(collector, "agentfn.tasks.finished", "{task}", ("status", "succeeded")));
        Assert.Equal(1, Value(collector, "agentfn.tasks.finished", "{task}", ("status", "failed"), ("error.type", "model-rejected")));
        Assert.Equal(3, Value(collector, "agentfn.attempts", "{attempt}"));
        Assert.Equal(1, Value(collector, "agentfn.retries", "{attempt}", ("error.type", "model-unavailable")));
        Assert.Equal(0.0004, Value(collector, "agentfn.cost", "{USD}", ("model", "small")), precision: 9);
        Assert.Equal((2, true), (Count(collector, "agentfn.task.wait"), Value(collector, "agentfn.task.wait", "s") > 0));
        Assert.Equal((2, true), (Count(collector, "agentfn.task.duration"), Value(collector, "agentfn.task.duration", "s") > 0));
        Assert.Contains("gen_ai.client.token.usage", collector.Metrics.Keys);
        Assert.Contains("gen_ai.client.operation.duration", collector.Metrics.Keys);
        Assert.Contains("agentfn.storage.calls", collector.Metrics.Keys);
        Assert.Contains("agentfn.queue.operations", collector.Metrics.Keys);
    }

    [Fact]
    public async Task Backlog_and_workers_are_told_lane_by_lane()
    {
        using LoopbackModel model = new();
        using OtlpCollector collector = new();
        TracedHost host = await TracedHost.StartAsync(model, collector.Endpoint);
        await using (host)
        {
            await Eventually.IsTrueAsync(() => collector.Metrics.ContainsKey("agentfn.workers.max"), "the first metrics", Cancelled);
        }

        foreach (string name in new[] { "agentfn.backlog.depth", "agentfn.backlog.in_flight", "agentfn.backlog.oldest_age" })
        {
            Assert.Equal(["economy", "interactive", "standard"], collector.Metrics[name].Points.Select(p => p.Attributes["lane"]).Distinct().Order(StringComparer.Ordinal));
        }

        Assert.Equal([2d, 0, 2, 4], new[] { "count", "busy", "min", "max" }.Select(n => Assert.Single(collector.Metrics[$"agentfn.workers.{n}"].Points).Value));
    }

    private static double Value(OtlpCollector collector, string name, string unit, params (string Name, string Value)[] attributes)
    {
        OtlpMetric metric = collector.Metrics[name];
        Assert.Equal(unit, metric.Unit);
        return Points(metric, attributes).Sum(p => p.Value);
    }

    private static int Count(OtlpCollector collector, string name) => (int)Points(collector.Metrics[name], []).Sum(p => (long)p.Count);

    private static IEnumerable<OtlpPoint> Points(OtlpMetric metric, (string Name, string Value)[] attributes) =>
        metric.Points.Where(p => p.Attributes.GetValueOrDefault("agent") == "echo" && attributes.All(a => p.Attributes.GetValueOrDefault(a.Name) == a.Value));
}
