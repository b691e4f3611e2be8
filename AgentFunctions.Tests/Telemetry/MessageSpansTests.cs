using System.Diagnostics;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>Spans of messages where there is more than the simple case, and what becomes of a task on them.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class MessageSpansTests : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Spans.Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public MessageSpansTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_message_handed_over_in_a_foreign_trace_stays_in_its_own_and_is_linked()
    {
        TaskMessage message = TaskMessage.For(SampleTasks.Queued()) with { Trace = ActivityContext.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null) };
        using Activity host = new Activity("the Functions host's").Start();

        using Activity process = MessageSpans.Process(message)!;

        Assert.Equal((message.Trace!.Value.TraceId, message.Trace.Value.SpanId), (process.TraceId, process.ParentSpanId));
        Assert.Equal(host.Context.TraceId, Assert.Single(process.Links).Context.TraceId);
    }

    [Fact]
    public void A_message_without_a_trace_joins_that_of_the_host_or_begins_one()
    {
        TaskMessage message = TaskMessage.For(SampleTasks.Queued());

        using (Activity root = MessageSpans.Process(message)!)
        {
            Assert.Equal((default, 0), (root.ParentSpanId, root.Links.Count()));
        }

        using Activity host = new Activity("the Functions host's").Start();
        using Activity process = MessageSpans.Process(message)!;
        Assert.Equal((host.TraceId, host.SpanId, 0), (process.TraceId, process.ParentSpanId, process.Links.Count()));
    }

    [Fact]
    public void A_send_to_several_lanes_names_none_of_them()
    {
        AgentTask task = SampleTasks.Queued();

        using Activity one = MessageSpans.Send([task, SampleTasks.Queued()])!;
        using Activity mixed = MessageSpans.Send([task, SampleTasks.Queued() with { Lane = Lane.Economy }])!;

        Assert.Equal(("send agent-tasks-standard", "agent-tasks-standard", 2), (one.DisplayName, one.GetTagItem(SpanTags.MessagingDestination), one.GetTagItem(SpanTags.MessagingBatchCount)));
        Assert.Equal(("send", null, 2), (mixed.DisplayName, mixed.GetTagItem(SpanTags.MessagingDestination), mixed.GetTagItem(SpanTags.MessagingBatchCount)));
        Assert.Null(MessageSpans.Send([]));
    }

    [Fact]
    public void A_span_tells_the_last_that_became_of_its_task_and_carries_no_text_of_an_error()
    {
        AgentTask queued = SampleTasks.Queued();
        using Activity process = MessageSpans.Process(TaskMessage.For(queued))!;
        AgentTask running = TaskLifecycle.Claim(queued, "w", SampleTasks.Now, TimeSpan.FromMinutes(1));

        TaskMoves.Record(queued, running);
        Assert.Equal("claimed", process.GetTagItem(SpanTags.Outcome));
        TaskMoves.Record(running, TaskLifecycle.Release(running, TaskError.HandedBack, ModelUse.None, SampleTasks.Now, SampleTasks.Now));
        Assert.Equal(("handedBack", ActivityStatusCode.Unset), (process.GetTagItem(SpanTags.Outcome), process.Status));
        TaskMoves.Record(running, TaskLifecycle.DeadLetter(running, new TaskError(TaskError.ModelUnavailable, "secret"), ModelUse.None, SampleTasks.Now));
        Assert.Equal(("deadLettered", TaskError.ModelUnavailable, ActivityStatusCode.Error, null),
            (process.GetTagItem(SpanTags.Outcome), process.GetTagItem(SpanTags.ErrorType), process.Status, process.StatusDescription));
    }
}
