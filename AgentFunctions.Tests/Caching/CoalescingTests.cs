using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Workers;

namespace AgentFunctions.Tests.Caching;

/// <summary>Identical open tasks: one runs, all are answered, whatever dies when.</summary>
public sealed class CoalescingTests(AzuriteFixture azurite)
{
    // No answer is kept, so that none but an open task can give one.
    private const string NoCache = "";

    [Theory]
    [InlineData(false, 500)]
    [InlineData(true, 150)]
    public async Task Many_identical_tasks_at_the_same_time_make_one_call_and_all_get_the_answer(bool table, int many)
    {
        await using ReuseFixture sut = await CreateAsync(table);
        AgentTask[] tasks = await Task.WhenAll(Enumerable.Range(0, many).Select(_ => Task.Run(() => sut.SubmitAsync(), TestContext.Current.CancellationToken)));
        Assert.Single(sut.Queue.Sent);

        await sut.WorkAsync();

        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        AgentTask leader = Assert.Single(done, t => t.Source is null);
        Assert.Equal(1, sut.Model.Calls);
        Assert.All(done, t => Assert.Equal((AgentTaskStatus.Succeeded, leader.Result), (t.Status, t.Result)));
        Assert.All(done.Where(t => t != leader), t => Assert.Equal((new AnswerSource(AnswerOrigin.Leader, leader.Id, leader.Cost), 0L), (t.Source, t.Cost.Micros)));
        await AssertNobodyWaitsAsync(sut, leader);
    }

    [Fact]
    public async Task Tasks_that_differ_or_want_an_answer_of_their_own_each_run()
    {
        await using ReuseFixture sut = await CreateAsync();
        await sut.SubmitAsync();
        await sut.SubmitAsync(text: "other");
        await sut.SubmitAsync(""","cache":{"use":false}""");
        await sut.SubmitAsync(""","quality":0.3""");

        await sut.WorkAsync();

        Assert.Equal(4, sut.Model.Calls);
    }

    [Theory]
    [InlineData("tools: [{function: search_notes}]")]
    [InlineData("cache: {use: false}")]
    public async Task An_agent_whose_tools_may_do_something_or_that_says_so_runs_each_time(string agent)
    {
        await using ReuseFixture sut = await CreateAsync(agent: agent);
        await sut.SubmitAsync();
        await sut.SubmitAsync();

        await sut.WorkAsync();

        Assert.Equal(2, sut.Model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_leader_fails_for_good_the_next_runs_and_answers_the_rest(bool table)
    {
        await using ReuseFixture sut = await CreateAsync(table);
        AgentTask[] tasks = await SubmitAsync(sut, 4);
        sut.Model.Answer = _ => Task.FromResult(sut.Model.Calls <= 2 ? "no json" : "{}");

        await sut.WorkAsync();

        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        Assert.Equal([AgentTaskStatus.Failed, AgentTaskStatus.Succeeded, AgentTaskStatus.Succeeded, AgentTaskStatus.Succeeded], done.Select(t => t.Status));
        Assert.Equal((3, 2), (sut.Model.Calls, done.Count(t => t.Source is not null)));
        await AssertNobodyWaitsAsync(sut, done[0]);
    }

    [Fact]
    public async Task When_the_leader_is_cancelled_the_next_runs()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask[] tasks = await SubmitAsync(sut, 3);
        await sut.CancelAsync(tasks[0]);

        await sut.WorkAsync();

        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        Assert.Equal([AgentTaskStatus.Cancelled, AgentTaskStatus.Succeeded, AgentTaskStatus.Succeeded], done.Select(t => t.Status));
        Assert.Equal(1, sut.Model.Calls);
    }

    [Fact]
    public async Task A_follower_that_is_cancelled_stays_so_and_holds_up_nobody()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask[] tasks = await SubmitAsync(sut, 3);
        await sut.CancelAsync(tasks[1]);

        await sut.WorkAsync();

        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        Assert.Equal([AgentTaskStatus.Succeeded, AgentTaskStatus.Cancelled, AgentTaskStatus.Succeeded], done.Select(t => t.Status));
        Assert.Equal(1, sut.Model.Calls);
    }

    [Fact]
    public async Task Followers_wait_while_the_leader_is_tried_again()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask[] tasks = await SubmitAsync(sut, 3);
        sut.Model.Answer = _ => sut.Model.Calls == 1 ? throw new HttpRequestException("down") : Task.FromResult("{}");
        await sut.WorkAsync();
        Assert.All((await Task.WhenAll(tasks.Select(sut.FindAsync))), t => Assert.Equal(AgentTaskStatus.Queued, t.Status));

        sut.Time.Advance(TimeSpan.FromMinutes(1));
        await sut.WorkAsync();

        Assert.All((await Task.WhenAll(tasks.Select(sut.FindAsync))), t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        Assert.Equal(2, sut.Model.Calls);
    }

    [Fact]
    public async Task A_follower_in_a_more_urgent_lane_takes_its_leader_along()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask leader = await sut.SubmitAsync(""","lane":"economy" """);
        AgentTask follower = await sut.SubmitAsync(""","lane":"interactive" """);

        TaskMessageOf(sut, Lane.Interactive, leader.Id);
        sut.Queue.Sent.TryDequeue(out _);
        await sut.WorkAsync();

        Assert.Equal((leader.Id, 1), ((await sut.FindAsync(follower)).Source!.Task, sut.Model.Calls));
    }

    // The leader's worker dies between the end of the leader and that of its followers' wait.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_that_dies_before_it_has_told_the_followers_costs_them_time_and_no_call(bool redelivered)
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask[] tasks = await SubmitAsync(sut, 3);
        Assert.True(sut.Queue.Sent.TryPeek(out TaskMessage? message));
        AgentTask claimed = TaskLifecycle.Claim(await sut.FindAsync(tasks[0]), "w", sut.Time.GetUtcNow(), TimeSpan.FromMinutes(1));
        claimed = await UpdateAsync(sut, claimed);
        await UpdateAsync(sut, TaskLifecycle.Succeed(claimed, new Payload.Inline("{\"a\":1}"), ModelUse.None, sut.Time.GetUtcNow()));

        if (redelivered)
        {
            await sut.Get<TaskWorker>().HandleAsync(message.ToBody(), TestContext.Current.CancellationToken);
        }
        else
        {
            await sut.MaintainAsync();
        }

        Assert.All(await Task.WhenAll(tasks.Select(sut.FindAsync)), t => Assert.Equal(new Payload.Inline("{\"a\":1}"), t.Result));
        Assert.Equal(0, sut.Model.Calls);
    }

    [Fact]
    public async Task An_intake_that_dies_after_it_became_leader_holds_the_others_up_only_for_a_while()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask lost = SampleTasks.Queued();
        AgentTask probe = await sut.SubmitAsync(""","cache":{"use":false}""");
        await sut.Get<ILeaderIndex>().LeadAsync(probe.WorkKey!.Value, lost.Id, TestContext.Current.CancellationToken);
        await sut.CancelAsync(probe);
        AgentTask[] tasks = await SubmitAsync(sut, 3);

        await sut.MaintainAsync();
        await sut.WorkAsync();

        Assert.All(await Task.WhenAll(tasks.Select(sut.FindAsync)), t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        Assert.Equal(1, sut.Model.Calls);
    }

    [Fact]
    public async Task A_process_that_dies_while_it_promotes_leaves_nobody_behind()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask[] tasks = await SubmitAsync(sut, 3);
        await UpdateAsync(sut, TaskLifecycle.Cancel(await sut.FindAsync(tasks[0]), sut.Time.GetUtcNow()));
        ILeaderIndex leaders = sut.Get<ILeaderIndex>();
        IdenticalTasks open = (await leaders.ReadAsync(tasks[0].WorkKey!.Value, TestContext.Current.CancellationToken))!;
        Assert.True(await leaders.PromoteAsync(open, tasks[1].Id, TestContext.Current.CancellationToken));
        sut.Queue.Sent.Clear();

        await sut.MaintainAsync();
        await sut.WorkAsync();

        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        Assert.Equal([AgentTaskStatus.Cancelled, AgentTaskStatus.Succeeded, AgentTaskStatus.Succeeded], done.Select(t => t.Status));
        Assert.Equal((1, tasks[1].Id), (sut.Model.Calls, done[2].Source!.Task));
    }

    [Fact]
    public async Task A_follower_that_was_struck_off_before_it_was_stored_is_answered_all_the_same()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask leader = await sut.SubmitAsync();
        await sut.WorkAsync();
        AgentTask late = SampleTasks.Queued(sut.Time, agent: "a") with { WorkKey = leader.WorkKey, Leader = leader.Id, Input = leader.Input };
        late = Assert.Single(await sut.Get<ITaskStore>().AddAsync([late], TestContext.Current.CancellationToken));

        await sut.Get<Followers>().ConfirmAsync(late);

        Assert.Equal((AgentTaskStatus.Succeeded, leader.Id, 1), ((await sut.FindAsync(late)).Status, (await sut.FindAsync(late)).Source!.Task, sut.Model.Calls));
    }

    // Posts, work, cancels and faults in any order: every task ends, and no answer is paid twice.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_fire_every_task_ends(int seed)
    {
        await using ReuseFixture sut = await CreateAsync(table: true);
        Random random = new(seed);
        sut.Model.Answer = _ => Task.FromResult(random.Next(4) == 0 ? "no json" : "{}");
        List<AgentTask> tasks = [];
        for (int round = 0; round < 25; round++)
        {
            Task<AgentTask>[] posted = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Task.Run(() => sut.SubmitAsync(), TestContext.Current.CancellationToken))];
            Task work = random.Next(2) == 0 ? Task.Run(sut.WorkAsync, TestContext.Current.CancellationToken) : Task.CompletedTask;
            Task cancel = tasks.Count > 0 && random.Next(3) == 0 ? sut.CancelAsync(tasks[random.Next(tasks.Count)]) : Task.CompletedTask;
            tasks.AddRange(await Task.WhenAll(posted));
            await Task.WhenAll(work, cancel);
        }

        for (int i = 0; i < 3; i++)
        {
            await sut.WorkAsync();
            await sut.MaintainAsync();
        }

        await sut.WorkAsync();
        AgentTask[] done = await Task.WhenAll(tasks.Select(sut.FindAsync));
        Assert.All(done, t => Assert.True(t.IsFinal, $"Seed {seed}: task {t.Id} is {t.Status}, leader {t.Leader}."));
        Assert.All(done.Where(t => t.Source is not null), t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        await AssertNobodyWaitsAsync(sut, done[0]);
    }

    private static void TaskMessageOf(ReuseFixture sut, Lane lane, TaskId task) => Assert.Contains(sut.Queue.Sent, m => m.Lane == lane && m.Task == task);

    private static async Task<AgentTask[]> SubmitAsync(ReuseFixture sut, int many)
    {
        List<AgentTask> tasks = [];
        for (int i = 0; i < many; i++)
        {
            tasks.Add(await sut.SubmitAsync());
        }

        return [.. tasks];
    }

    private static async Task<AgentTask> UpdateAsync(ReuseFixture sut, AgentTask task) =>
        Assert.IsType<UpdateOutcome.Stored>(await sut.Get<ITaskStore>().UpdateAsync(task, TestContext.Current.CancellationToken)).Task;

    private static async Task AssertNobodyWaitsAsync(ReuseFixture sut, AgentTask any) =>
        Assert.Null(await sut.Get<ILeaderIndex>().ReadAsync(any.WorkKey!.Value, TestContext.Current.CancellationToken));

    private async Task<ReuseFixture> CreateAsync(bool table = false, string agent = NoCache) =>
        await ReuseFixture.CreateAsync(table ? await azurite.ConnectionStringAsync() : null, agent);
}
