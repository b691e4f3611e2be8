using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Delivery;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Tries, retries and their end, with fake time.</summary>
public sealed class CallbackDeliveryTests : IDisposable
{
    private readonly CallbackWork _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_callback_that_is_taken_is_told_once()
    {
        AgentTask task = await _work.EndedAsync();
        WebhookMessage message = Assert.Single(_work.Queue.Sent);

        await _work.RunNextAsync();
        await _work.HandleAsync(message);

        ReceivedCallback callback = Assert.Single(_work.Receiver.Received);
        Assert.Equal(("POST", "/hook?token=t", $"{task.Id}-0"), (callback.Method, callback.Path, callback.Id));
        Assert.StartsWith("""{"type":"task.succeeded",""", callback.Body, StringComparison.Ordinal);
        TaskCallback state = (await _work.FindAsync(task.Id)).Callback!;
        Assert.Equal((CallbackStatus.Delivered, 1, (int?)204, _work.Time.GetUtcNow()), (state.Status, state.Tries, state.LastStatus, state.DeliveredAt));
        Assert.Empty(_work.Queue.Sent);
    }

    [Fact]
    public async Task A_receiver_that_stays_down_is_tried_over_a_day_with_growing_delays_and_the_same_id()
    {
        AgentTask task = await _work.EndedAsync();
        List<double> waits = [];
        for (int i = 0; i < 20; i++)
        {
            _work.Receiver.Next(500);
            if (await _work.RunNextAsync() is { } wait)
            {
                waits.Add(wait.TotalSeconds);
            }
        }

        Assert.Equal([0, 5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800], waits);
        Assert.InRange(TimeSpan.FromSeconds(waits.Sum()).TotalHours, 23, 25);
        Assert.Single(_work.Receiver.Received.Select(c => c.Id).Distinct());
        Assert.Equal(waits.Count, _work.Receiver.Received.Select(c => c.Headers["webhook-timestamp"]).Distinct().Count());
        TaskCallback state = (await _work.FindAsync(task.Id)).Callback!;
        Assert.Equal((CallbackStatus.Failed, 11, (int?)500, SendFault.Status), (state.Status, state.Tries, state.LastStatus, state.LastError));
    }

    [Theory]
    [InlineData(1, null, 0, 5)]
    [InlineData(1, null, 1, 6)]
    [InlineData(1, 60, 0, 60)]
    [InlineData(1, 60, 1, 61)]
    [InlineData(4, 60, 0, 600)]
    [InlineData(1, 999_999, 0, 43_200)]
    [InlineData(1, -5, 0, 5)]
    [InlineData(10, null, 0, 28_800)]
    [InlineData(11, null, 0, null)]
    [InlineData(11, 60, 0, null)]
    public void The_schedule_heeds_what_the_receiver_asks_for_within_reason(int tries, int? asked, double jitter, int? seconds) =>
        Assert.Equal(seconds, RetrySchedule.After(tries, asked is { } s ? TimeSpan.FromSeconds(s) : null, jitter)?.TotalSeconds);

    [Fact]
    public async Task Retry_After_puts_the_next_try_off()
    {
        await _work.EndedAsync();
        _work.Receiver.Next(429, response => response.AddHeader("Retry-After", "90"));

        await _work.RunNextAsync();

        Assert.Equal(TimeSpan.FromSeconds(90), await _work.RunNextAsync());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_tried_again()
    {
        AgentTask task = await _work.EndedAsync();
        _work.Receiver.Next(410);

        await _work.RunNextAsync();

        TaskCallback state = (await _work.FindAsync(task.Id)).Callback!;
        Assert.Equal((CallbackStatus.Failed, 1, SendFault.Gone), (state.Status, state.Tries, state.LastError));
        Assert.Empty(_work.Queue.Sent);
    }

    [Fact]
    public async Task A_worker_that_dies_after_sending_sends_again_with_the_same_id()
    {
        AgentTask task = await _work.EndedAsync();
        WebhookMessage message = Assert.Single(_work.Queue.Sent);
        await _work.HandleAsync(message);

        // What it had noted is lost with it.
        AgentTask told = await _work.FindAsync(task.Id);
        await _work.UpdateAsync(told with { Callback = task.Callback });
        await _work.HandleAsync(message);

        Assert.Equal(2, _work.Receiver.Received.Count);
        Assert.Single(_work.Receiver.Received.Select(c => c.Id).Distinct());
    }

    [Fact]
    public async Task Feedback_meanwhile_loses_neither_the_feedback_nor_the_outcome()
    {
        AgentTask task = await _work.EndedAsync();
        _work.Receiver.Next(500, _ => _work.UpdateAsync(TaskLifecycle.Rate(task, new TaskFeedback(1, null, _work.Time.GetUtcNow()))).GetAwaiter().GetResult());

        await _work.RunNextAsync();

        AgentTask after = await _work.FindAsync(task.Id);
        Assert.Equal((1, 1.0), (after.Callback!.Tries, after.Feedback!.Score));
        Assert.Single(_work.Queue.Sent);
    }

    [Fact]
    public async Task A_task_that_is_redriven_tells_its_next_end_under_another_id_and_no_longer_the_one_before()
    {
        AgentTask task = await _work.StoredAsync();
        AgentTask dead = await _work.UpdateAsync(TaskLifecycle.DeadLetter(_work.Claimed(task), new TaskError("x", "y"), ModelUse.None, _work.Time.GetUtcNow()));
        await _work.FlushAsync();
        AgentTask again = await _work.UpdateAsync(TaskLifecycle.Redrive(dead, new TaskPatch(null, null, null), _work.Time.GetUtcNow(), _work.Time.GetUtcNow()));

        await _work.RunNextAsync();
        Assert.Empty(_work.Receiver.Received);

        await _work.UpdateAsync(TaskLifecycle.Cancel(again, _work.Time.GetUtcNow()));
        await _work.FlushAsync();
        await _work.RunNextAsync();

        ReceivedCallback callback = Assert.Single(_work.Receiver.Received);
        Assert.Equal($"{task.Id}-1", callback.Id);
        Assert.StartsWith("""{"type":"task.cancelled",""", callback.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_secret_is_rotated_the_message_has_a_signature_of_each()
    {
        await _work.Secrets.SigningAsync(TenantId.Default, TestContext.Current.CancellationToken);
        await _work.Secrets.RotateAsync(TenantId.Default, null, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        await _work.EndedAsync();

        await _work.RunNextAsync();

        ReceivedCallback callback = Assert.Single(_work.Receiver.Received);
        long at = long.Parse(callback.Headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture);
        IEnumerable<string> wanted = (await _work.Secrets.SigningAsync(TenantId.Default, TestContext.Current.CancellationToken))
            .Select(secret => secret.Sign(callback.Id, at, System.Text.Encoding.UTF8.GetBytes(callback.Body)));
        Assert.Equal(wanted, callback.Signatures);
        Assert.Equal(2, callback.Signatures.Length);
    }

    [Fact]
    public async Task Nothing_that_is_logged_has_the_address_the_secret_or_the_message()
    {
        await _work.EndedAsync();
        foreach (int status in new[] { 500, 410 })
        {
            _work.Receiver.Next(status);
            await _work.RunNextAsync();
        }

        await _work.EndedAsync();
        await _work.RunNextAsync();

        Assert.Equal(["CallbackRetry", "CallbackGivenUp", "CallbackDelivered"], _work.Log.Lines.Select(line => line.Split(':')[0]));
        string secret = (await _work.Secrets.SigningAsync(TenantId.Default, TestContext.Current.CancellationToken))[0].Reveal();
        Assert.All(_work.Log.Lines, line =>
        {
            Assert.Contains("127.0.0.1", line, StringComparison.Ordinal);
            Assert.DoesNotContain("hook", line.Replace("AgentFunctions.Webhooks", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("token", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("task.succeeded", line, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[6..], line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"task":"x"}""")]
    public async Task A_message_that_nobody_can_read_is_set_aside(string body) => Assert.False(await _work.HandleAsync(BinaryData.FromString(body)));

    [Fact]
    public async Task A_message_for_a_task_that_is_not_there_or_has_no_callback_is_done_with()
    {
        AgentTask task = await _work.StoredAsync();

        Assert.True(await _work.HandleAsync(new WebhookMessage(task.Id, 0, 1, _work.Time.GetUtcNow())));
        Assert.True(await _work.HandleAsync(new WebhookMessage(new TaskIdSource(_work.Time).Next(), 0, 1, _work.Time.GetUtcNow())));
        Assert.Empty(_work.Receiver.Received);
    }
}
