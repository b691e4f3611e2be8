using System.Text.Json;
using AgentFunctions.Http.Webhooks;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Webhooks.Delivery;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>What receivers are told.</summary>
public sealed class CallbackBodyTests
{
    private static readonly DateTimeOffset Now = SampleTasks.Now;

    private readonly InMemoryPayloadStore _payloads = new();

    [Fact]
    public async Task A_result_comes_along()
    {
        JsonElement body = await WriteAsync(await SucceededAsync("""{"a":[1]}"""));

        Assert.Equal(("task.succeeded", Now, 1), (body.GetProperty("type").GetString(), body.GetProperty("timestamp").GetDateTimeOffset(), body.GetProperty("data").GetProperty("result").GetProperty("a")[0].GetInt32()));
        Assert.False(body.TryGetProperty("resultAt", out _));
    }

    [Fact]
    public async Task A_result_of_more_than_256_KiB_is_to_be_fetched()
    {
        AgentTask task = await SucceededAsync($"\"{new string('x', CallbackMessages.MostResult - 1)}\"");
        JsonElement body = await WriteAsync(task);

        Assert.False(body.GetProperty("data").TryGetProperty("result", out _));
        Assert.Equal($"tasks/{task.Id}/result", body.GetProperty("resultAt").GetString());
        Assert.True((await WriteAsync(await SucceededAsync($"\"{new string('x', CallbackMessages.MostResult - 2)}\""))).GetProperty("data").TryGetProperty("result", out _));
    }

    [Fact]
    public async Task The_address_of_the_callback_is_not_in_it()
    {
        AgentTask task = await SucceededAsync("1");

        Assert.DoesNotContain("example", (await WriteAsync(task)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AgentTaskStatus.Succeeded, "task.succeeded")]
    [InlineData(AgentTaskStatus.Failed, "task.failed")]
    [InlineData(AgentTaskStatus.Cancelled, "task.cancelled")]
    [InlineData(AgentTaskStatus.DeadLettered, "task.dead_lettered")]
    public void Each_end_has_its_type(AgentTaskStatus status, string type) => Assert.Equal(type, CallbackMessages.TypeOf(SampleTasks.Queued() with { Status = status }));

    [Fact]
    public void Every_way_to_an_end_calls_for_a_callback_and_no_other_change_does()
    {
        AgentTask queued = SampleTasks.Queued() with { CallbackUrl = new Uri("https://receiver.example/") };
        AgentTask running = TaskLifecycle.Claim(queued, "w", Now, TimeSpan.FromMinutes(1));
        TaskError error = new("x", "y");
        Payload result = new Payload.Inline("1");
        AgentTask[] ends =
        [
            TaskLifecycle.Succeed(running, result, ModelUse.None, Now),
            TaskLifecycle.Answer(running, result, new AnswerSource(AnswerOrigin.Cache, queued.Id, default), "m", Now),
            TaskLifecycle.Answer(queued, result, new AnswerSource(AnswerOrigin.Leader, queued.Id, default), "m", Now),
            TaskLifecycle.Fail(running, error, ModelUse.None, Now),
            TaskLifecycle.Fail(queued, error, ModelUse.None, Now),
            TaskLifecycle.DeadLetter(running, error, ModelUse.None, Now),
            TaskLifecycle.Cancel(running, Now),
            TaskLifecycle.Cancel(queued, Now),
        ];
        AgentTask[] others = [queued, running, TaskLifecycle.Release(running, error, ModelUse.None, Now, Now), TaskLifecycle.Renew(running, Now, TimeSpan.FromMinutes(1))];

        Assert.All(ends, task => Assert.Equal((true, CallbackStatus.Pending), (task.CallsBack, task.Callback!.Status)));
        Assert.All(others, task => Assert.False(task.CallsBack));
        Assert.False(TaskLifecycle.Cancel(SampleTasks.Queued(), Now).CallsBack);
    }

    private async Task<AgentTask> SucceededAsync(string result)
    {
        AgentTask task = SampleTasks.Queued() with { CallbackUrl = new Uri("https://receiver.example/") };
        Payload kept = await _payloads.KeepAsync(task.Id, "result", result, TestContext.Current.CancellationToken);
        return TaskLifecycle.Succeed(TaskLifecycle.Claim(task, "w", Now, TimeSpan.FromMinutes(1)), kept, ModelUse.None, Now);
    }

    private async Task<JsonElement> WriteAsync(AgentTask task) =>
        JsonElement.Parse((await new CallbackMessages(new CallbackBody(), _payloads).WriteAsync(task, TestContext.Current.CancellationToken)).Span);
}
