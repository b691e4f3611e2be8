using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Webhooks.Redrive;
using Azure.Data.Tables;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Whatever dies when, a callback that is due gets its message; in memory and in a real table.</summary>
public sealed class StrandedCallbacksTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_between_the_end_and_its_message_leaves_what_maintenance_sends(bool table)
    {
        using CallbackWork work = await WorkAsync(table);
        AgentTask task = await work.StoredAsync();
        await work.UpdateAsync(TaskLifecycle.Succeed(work.Claimed(task), new Payload.Inline("1"), ModelUse.None, work.Time.GetUtcNow()));
        work.LoseOutbox();
        await work.MaintainAsync();
        Assert.Empty(work.Queue.Sent);

        work.Time.Advance(TimeSpan.FromMinutes(3));
        await work.MaintainAsync();
        await work.MaintainAsync();
        await work.RunNextAsync();

        Assert.Contains(work.Receiver.Received, c => c.Id == $"{task.Id}-0");
        Assert.Equal(CallbackStatus.Delivered, (await work.FindAsync(task.Id)).Callback!.Status);
        work.Time.Advance(TimeSpan.FromHours(1));
        await work.MaintainAsync();
        Assert.DoesNotContain(work.Queue.Sent, m => m.Task == task.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_between_a_failed_try_and_the_message_of_the_next_leaves_what_maintenance_sends(bool table)
    {
        using CallbackWork work = await WorkAsync(table);
        AgentTask task = await work.EndedAsync();
        Assert.True(work.Queue.Sent.TryDequeue(out var message));
        work.Receiver.Next(500);
        await work.HandleAsync(message);
        work.LoseOutbox();

        // Its message comes again, since it was not settled; the try it calls for is over.
        await work.HandleAsync(message);
        Assert.Single(work.Receiver.Received);

        work.Time.Advance(TimeSpan.FromMinutes(3));
        await work.MaintainAsync();
        await work.RunNextAsync();

        Assert.Equal((CallbackStatus.Delivered, 2), ((await work.FindAsync(task.Id)).Callback!.Status, (await work.FindAsync(task.Id)).Callback!.Tries));
    }

    [Fact]
    public async Task A_queue_that_is_away_costs_no_callback()
    {
        using CallbackWork work = await WorkAsync(table: false);
        work.Queue.IsAway = true;
        AgentTask task = await work.EndedAsync();
        work.Queue.IsAway = false;
        work.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(1, await work.MaintainAsync());
        Assert.Equal(task.Id, Assert.Single(work.Queue.Sent).Task);
    }

    [Fact]
    public async Task A_callback_behind_a_long_queue_is_left_to_its_message()
    {
        using CallbackWork work = await WorkAsync(table: false);
        await work.EndedAsync();
        work.Queue.First = work.Time.GetUtcNow() - TimeSpan.FromMinutes(1);
        work.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await work.MaintainAsync());
    }

    [Fact]
    public async Task A_callback_that_waits_for_a_later_try_is_left_alone()
    {
        using CallbackWork work = await WorkAsync(table: false);
        await work.EndedAsync();
        for (int i = 0; i < 7; i++)
        {
            work.Receiver.Next(503);
            await work.RunNextAsync();
        }

        work.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await work.MaintainAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_that_was_given_up_is_listed_and_redriven_with_its_id_and_all_its_tries_anew(bool table)
    {
        using CallbackWork work = await WorkAsync(table);
        AgentTask task = await work.EndedAsync();
        work.Receiver.Next(410);
        await work.RunNextAsync();
        TaskFilter failed = new() { Callback = CallbackStatus.Failed, Tenant = TenantId.Default, From = task.CreatedAt.AddSeconds(-30), To = task.CreatedAt.AddSeconds(30) };
        Assert.Contains((await work.Tasks.ListAsync(failed, TestContext.Current.CancellationToken)).Tasks, t => t.Id == task.Id);

        CallbackRedrive redrive = new(work.Tasks, work.Time);
        Assert.Equal([CallbackRedriveOutcome.Redriven], await RedriveAsync(redrive, task.Id, dryRun: true));
        Assert.Equal(CallbackStatus.Failed, (await work.FindAsync(task.Id)).Callback!.Status);
        Assert.Equal([CallbackRedriveOutcome.Redriven], await RedriveAsync(redrive, task.Id, dryRun: false));
        Assert.Equal([CallbackRedriveOutcome.NotFailed], await RedriveAsync(redrive, task.Id, dryRun: false));
        await work.FlushAsync();
        work.Receiver.Next(500);
        await work.RunNextAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), await work.RunNextAsync());

        Assert.Equal([$"{task.Id}-0"], work.Receiver.Received.Select(c => c.Id).Distinct());
        TaskCallback state = (await work.FindAsync(task.Id)).Callback!;
        Assert.Equal((CallbackStatus.Delivered, 3), (state.Status, state.Tries));
        Assert.DoesNotContain((await work.Tasks.ListAsync(failed, TestContext.Current.CancellationToken)).Tasks, t => t.Id == task.Id);
    }

    [Fact]
    public async Task Of_two_redrives_at_once_one_has_an_effect()
    {
        using CallbackWork work = await WorkAsync(table: true);
        AgentTask task = await work.EndedAsync();
        work.Receiver.Next(410);
        await work.RunNextAsync();
        CallbackRedrive redrive = new(work.Tasks, work.Time);

        CallbackRedriveOutcome[][] outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RedriveAsync(redrive, task.Id, dryRun: false)));
        await work.FlushAsync();

        Assert.Single(outcomes.SelectMany(o => o), CallbackRedriveOutcome.Redriven);
        Assert.Single(work.Queue.Sent);
    }

    private static async Task<CallbackRedriveOutcome[]> RedriveAsync(CallbackRedrive redrive, TaskId id, bool dryRun) =>
        [.. (await redrive.RunAsync(TenantId.Default, new CallbackRedriveRequest([id], null, dryRun, 10), TestContext.Current.CancellationToken)).Items.Select(i => i.Outcome)];

    private async Task<CallbackWork> WorkAsync(bool table)
    {
        if (!table)
        {
            return new CallbackWork();
        }

        TableServiceClient service = new(await azurite.ConnectionStringAsync());
        CallbackWork work = new(outbox => new TableTaskStore(service, null, outbox));
        await work.Tasks.PrepareAsync(TestContext.Current.CancellationToken);
        return work;
    }
}
