using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>The trace context in a message.</summary>
public sealed class TraceContextTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void It_survives_the_way_through_the_queue_and_a_second_one()
    {
        ActivityContext made = ActivityContext.Parse(Parent, "vendor=1,other=2");
        TaskMessage message = TaskMessage.For(SampleTasks.Queued()) with { Trace = made };

        TaskMessage again = TaskMessage.Read((TaskMessage.Read(message.ToBody())! with { DueAt = SampleTasks.Now }).ToBody())!;

        Assert.Equal((made.TraceId, made.SpanId, made.TraceFlags, made.TraceState), (again.Trace!.Value.TraceId, again.Trace.Value.SpanId, again.Trace.Value.TraceFlags, again.Trace.Value.TraceState));
        Assert.True(again.Trace.Value.IsRemote);
        Assert.Equal((Parent, "vendor=1,other=2"), (Field(message, "traceparent"), Field(message, "tracestate")));
    }

    [Fact]
    public void A_message_made_outside_any_trace_is_not_longer_for_it()
    {
        string body = TaskMessage.For(SampleTasks.Queued()).ToBody().ToString();

        Assert.DoesNotContain("trace", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331\"")]
    [InlineData("\"00-00000000000000000000000000000000-b7ad6b7169203331-01\"")]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01\"")]
    [InlineData("\"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01\"")]
    [InlineData("\"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[\"00\"]")]
    [InlineData("{\"a\":{\"b\":1}}")]
    public void A_malformed_one_counts_as_absent_and_spoils_nothing(string json)
    {
        AgentTask task = SampleTasks.Queued();
        string good = (TaskMessage.For(task) with { Trace = ActivityContext.Parse(Parent, "a=b") }).ToBody().ToString();

        TaskMessage? parent = TaskMessage.Read(BinaryData.FromString(good.Replace($"\"{Parent}\"", json, StringComparison.Ordinal)));
        TaskMessage? state = TaskMessage.Read(BinaryData.FromString(good.Replace("\"a=b\"", json, StringComparison.Ordinal)));

        Assert.Equal((task.Id, null), (parent!.Task, parent.Trace));
        Assert.Equal(task.Id, state!.Task);
        Assert.NotNull(state.Trace);
    }

    [Fact]
    public void Bytes_that_are_no_text_count_as_absent()
    {
        byte[] body = (TaskMessage.For(SampleTasks.Queued()) with { Trace = ActivityContext.Parse(Parent, null) }).ToBody().ToArray();
        body[Encoding.UTF8.GetString(body).IndexOf(Parent, StringComparison.Ordinal)] = 0xff;

        Assert.Null(TaskMessage.Read(BinaryData.FromBytes(body))!.Trace);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Of_a_long_state_only_what_others_must_carry_too_is_carried(int length, bool kept)
    {
        TaskMessage message = TaskMessage.For(SampleTasks.Queued()) with { Trace = ActivityContext.Parse(Parent, "a=" + new string('b', length - 2)) };

        TaskMessage read = TaskMessage.Read(message.ToBody())!;

        Assert.Equal((kept, message.Trace!.Value.SpanId), (read.Trace!.Value.TraceState is not null, read.Trace.Value.SpanId));
    }

    private static string? Field(TaskMessage message, string name) => JsonNode.Parse(message.ToBody().ToString())![name]?.GetValue<string>();
}
