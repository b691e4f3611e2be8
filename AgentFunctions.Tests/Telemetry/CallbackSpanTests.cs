using System.Diagnostics;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using AgentFunctions.Tests.Webhooks;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>A try at a callback is a span of the trace in which its task ended.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class CallbackSpanTests : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly CallbackWork _work = new();

    public CallbackSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_ended)
                {
                    _ended.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Its_span_has_the_host_of_the_receiver_and_what_became_of_it_and_no_word_of_the_address()
    {
        AgentTask task;
        using (Activity end = new Activity("the task ends").Start())
        {
            task = await _work.EndedAsync();
            _work.Receiver.Next(503);
        }

        await _work.RunNextAsync();

        Activity span;
        lock (_ended)
        {
            span = _ended.Single(s => task.Id.ToString().Equals(s.GetTagItem(SpanTags.TaskId)) && s.Kind == ActivityKind.Consumer);
        }

        Assert.Equal(("process agent-webhooks", ActivityStatusCode.Error), (span.DisplayName, span.Status));
        Assert.Equal(("127.0.0.1", 503, "retried", "status"), (span.GetTagItem(SpanTags.ServerAddress), span.GetTagItem(SpanTags.HttpStatus), span.GetTagItem(SpanTags.Outcome), span.GetTagItem(SpanTags.ErrorType)));
        Assert.NotEqual(default, span.ParentSpanId);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("token", StringComparison.Ordinal));
    }
}
