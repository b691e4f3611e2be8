using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Intake;
using AgentFunctions.LocalHost.Processes;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Startup;
using AgentFunctions.Telemetry;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Telemetry.Otlp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>Telemetry that goes nowhere must not be felt by tasks.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class ExportFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_that_is_not_there_hurts_no_task()
    {
        using LoopbackModel model = new();
        await using TracedHost host = await TracedHost.StartAsync(model, new Uri($"http://127.0.0.1:{FreePorts.Find()}"));

        await AssertSucceedAsync(host, model);
    }

    [Fact]
    public async Task A_collector_that_never_answers_hurts_no_task()
    {
        using LoopbackModel model = new();
        using OtlpCollector collector = new(answers: false);
        await using TracedHost host = await TracedHost.StartAsync(model, collector.Endpoint);

        await AssertSucceedAsync(host, model);
        await Eventually.IsTrueAsync(() => collector.Bodies.Any(), "a request to the collector", Cancelled);
    }

    [Fact]
    public async Task Without_an_exporter_no_span_is_made_and_messages_carry_no_trace()
    {
        using LoopbackModel model = new();
        await using TracedHost host = await TracedHost.StartAsync(model, collector: null);
        using Activity callers = new Activity("the caller's").Start();

        Assert.False(Spans.Source.HasListeners());
        Assert.Empty(AllocatingSteps());
        await AssertSucceedAsync(host, model);

        // A span that was current in the worker would be named here.
        Assert.All(model.TraceParents, Assert.Empty);
        Assert.Null(host.Service<OpenTelemetry.Trace.TracerProvider>());
        Assert.Null(host.Service<OpenTelemetry.Metrics.MeterProvider>());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "http or https")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "http or https")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "grpc and http/protobuf")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "secret", "InstrumentationKey")]
    [InlineData("AgentFunctions:Telemetry:RecordContent", "yes", "true or false")]
    public void A_setting_that_cannot_be_used_is_named_with_what_is_allowed(string name, string value, string allowed)
    {
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318", [name] = value })
            .Build();

        string fault = Assert.Single(new SettingsRule(settings).Faults());

        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), fault, StringComparison.Ordinal);
        Assert.Contains(allowed, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Azure_Monitor_is_an_exporter_of_traces_and_metrics_too()
    {
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint=http://127.0.0.1:1/;LiveEndpoint=http://127.0.0.1:1/",
            })
            .Build();
        using ServiceProvider services = new ServiceCollection().AddSingleton(settings).AddLogging().AddAgentFunctionsTelemetry(settings).BuildServiceProvider();

        Assert.NotNull(services.GetService<OpenTelemetry.Trace.TracerProvider>());
        Assert.NotNull(services.GetService<OpenTelemetry.Metrics.MeterProvider>());
        Assert.True(Spans.Source.HasListeners());
    }

    /// <summary>What of that which tracing does for a task takes memory.</summary>
    private static IEnumerable<string> AllocatingSteps()
    {
        AgentTask[] tasks = [SampleTasks.Queued()];
        TaskMessage message = TaskMessage.For(tasks[0]);
        Dictionary<string, Func<bool>> steps = new()
        {
            ["intake"] = () => IntakeSpan.Start(TenantId.Default, 1) is null,
            ["send"] = () => MessageSpans.Send(tasks) is null,
            ["context"] = () => TraceContext.Current is null,
            ["process"] = () => MessageSpans.Process(message) is null,
            ["metrics"] = () =>
            {
                TaskMoves.Record(null, tasks[0]);
                return true;
            },
        };
        return steps.Where(s => Allocated(s.Value) > 0).Select(s => s.Key);
    }

    private static long Allocated(Func<bool> step)
    {
        // The first time something is made that stays.
        Assert.True(step());
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isSilent = step();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(isSilent);
        return after - before;
    }

    private static async Task AssertSucceedAsync(TracedHost host, LoopbackModel model)
    {
        for (int i = 0; i < 3; i++)
        {
            model.WillAnswer("""{"echo":"x"}""");
            (_, JsonElement task) = await host.RunAsync("x", Cancelled);
            Assert.Equal("succeeded", task.GetProperty("status").GetString());
        }
    }
}
