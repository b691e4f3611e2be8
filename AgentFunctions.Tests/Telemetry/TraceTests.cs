using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Tests.Telemetry.Otlp;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>What a collector gets of a task, over the wire.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TraceTests : IDisposable
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Client = 3;
    private const int Producer = 4;
    private const int Consumer = 5;
    private const int Failed = 2;

    private readonly LoopbackModel _model = new();
    private readonly OtlpCollector _collector = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _collector.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task One_trace_runs_from_the_request_through_a_retry_to_the_model_call()
    {
        await using TracedHost host = await TracedHost.StartAsync(_model, _collector.Endpoint, azurite: true);
        _model.WillFail(503, "busy");
        _model.WillAnswer("""{"echo":"x"}""");

        (ActivityContext caller, JsonElement task) = await host.RunAsync("x", Cancelled);
        IReadOnlyList<OtlpSpan> spans = await _collector.TraceAsync(caller.TraceId.ToHexString(), IsWhole, Cancelled);

        Assert.Equal("succeeded", task.GetProperty("status").GetString());
        OtlpSpan answered = spans.Single(s => s.Name == "chat m" && s.Status != Failed);
        Assert.Equal(
            [
                "chat m", "invoke_agent echo", "process agent-tasks-standard", "send agent-tasks-standard",
                "process agent-tasks-standard", "send agent-tasks-standard", "submit task", "POST /api/tasks",
            ],
            PathOf(answered, spans).Select(s => s.Name));
        Assert.Equal([Client, Internal, Consumer, Producer, Consumer, Producer, Internal, Server], PathOf(answered, spans).Select(s => s.Kind));
        Assert.Equal(caller.SpanId.ToHexString(), spans.Single(s => s.Kind == Server).Parent);
        Assert.All(spans, s => Assert.Equal("agent-functions", s.Service));
    }

    [Fact]
    public async Task Spans_say_by_the_conventions_what_was_asked_of_whom_and_what_it_took()
    {
        await using TracedHost host = await TracedHost.StartAsync(_model, _collector.Endpoint);
        _model.WillFail(503, "busy");
        _model.WillCallTool("search_notes", new { query = "refund" });
        _model.WillAnswer("""{"echo":"x"}""");

        (ActivityContext caller, JsonElement task) = await host.RunAsync("x", Cancelled);
        IReadOnlyList<OtlpSpan> spans = await _collector.TraceAsync(caller.TraceId.ToHexString(), IsWhole, Cancelled);

        string id = task.GetProperty("id").GetString()!;
        OtlpSpan[] process = [.. spans.Where(s => s.Kind == Consumer).OrderBy(s => s.Attributes["agentfn.attempt"], StringComparer.Ordinal)];
        AssertHas(process[0], ("messaging.system", "servicebus"), ("messaging.operation.name", "process"), ("messaging.operation.type", "process"),
            ("messaging.destination.name", "agent-tasks-standard"), ("agentfn.task.id", id), ("agentfn.agent", "echo"), ("agentfn.agent.version", "3"),
            ("agentfn.tenant", "default"), ("agentfn.lane", "standard"), ("agentfn.attempt", "1"), ("agentfn.outcome", "retried"), ("error.type", "model-unavailable"));
        AssertHas(process[1], ("agentfn.attempt", "2"), ("agentfn.outcome", "succeeded"));
        Assert.Equal((Failed, 0), (process[0].Status, process[1].Status));
        Assert.StartsWith($"{id}-1-", process[0].Attributes["messaging.message.id"], StringComparison.Ordinal);
        AssertHas(spans.First(s => s.Kind == Producer), ("messaging.operation.type", "send"), ("messaging.destination.name", "agent-tasks-standard"));
        AssertHas(spans.Single(s => s.Name == "submit task"), ("agentfn.outcome", "accepted"), ("agentfn.task.id", id));

        OtlpSpan agent = spans.Single(s => s.Name == "invoke_agent echo" && s.Parent == process[1].Id);
        AssertHas(agent, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.provider.name", "openai"), ("gen_ai.agent.name", "echo"), ("gen_ai.agent.version", "3"),
            ("gen_ai.request.model", "m"), ("gen_ai.output.type", "json"), ("gen_ai.usage.input_tokens", "200"), ("gen_ai.usage.output_tokens", "40"), ("agentfn.cost", "0.0008"));
        OtlpSpan[] below = [.. spans.Where(s => s.Parent == agent.Id)];
        Assert.Equal(["chat m", "chat m", "execute_tool search_notes"], below.Select(s => s.Name).Order(StringComparer.Ordinal));
        AssertHas(below.First(s => s.Name == "chat m"), ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.response.model", "m-2026"),
            ("gen_ai.usage.input_tokens", "100"), ("gen_ai.usage.output_tokens", "20"));
    }

    [Fact]
    public async Task A_provider_is_told_the_trace_and_storage_calls_make_no_spans()
    {
        await using TracedHost host = await TracedHost.StartAsync(_model, _collector.Endpoint, azurite: true);
        _model.WillAnswer("""{"echo":"x"}""");

        (ActivityContext caller, _) = await host.RunAsync("x", Cancelled);
        IReadOnlyList<OtlpSpan> spans = await _collector.TraceAsync(caller.TraceId.ToHexString(), IsWhole, Cancelled);

        OtlpSpan call = Assert.Single(spans, s => s.Kind == Client && s.Name != "chat m");
        Assert.Equal(spans.Single(s => s.Name == "chat m").Id, call.Parent);
        Assert.Equal($"00-{call.Trace}-{call.Id}-01", Assert.Single(_model.TraceParents));
        Assert.DoesNotContain(_collector.Spans, s => s.Attributes.Values.Any(v => v.Contains("devstoreaccount1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_environment_may_name_the_service()
    {
        await using TracedHost host = await TracedHost.StartAsync(_model, _collector.Endpoint, more: new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "mine" });
        _model.WillAnswer("""{"echo":"x"}""");

        (ActivityContext caller, _) = await host.RunAsync("x", Cancelled);
        IReadOnlyList<OtlpSpan> spans = await _collector.TraceAsync(caller.TraceId.ToHexString(), IsWhole, Cancelled);

        Assert.All(spans, s => Assert.Equal("mine", s.Service));
    }

    // The request's span ends after that of the message, which ends after all others.
    private static bool IsWhole(IReadOnlyList<OtlpSpan> spans) =>
        spans.Any(s => s.Kind == Server) && spans.Any(s => s.Kind == Consumer && s.Attributes["agentfn.outcome"] == "succeeded");

    private static void AssertHas(OtlpSpan span, params (string Name, string Value)[] attributes) =>
        Assert.Equal(attributes, attributes.Select(a => (a.Name, span.Attributes.GetValueOrDefault(a.Name, "(absent)"))));

    private static IEnumerable<OtlpSpan> PathOf(OtlpSpan span, IReadOnlyList<OtlpSpan> spans)
    {
        for (OtlpSpan? at = span; at is not null; at = spans.SingleOrDefault(s => s.Id == at.Parent))
        {
            yield return at;
        }
    }
}
