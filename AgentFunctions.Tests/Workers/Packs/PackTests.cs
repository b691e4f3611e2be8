using AgentFunctions.Batching.Collecting;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Workers.Packs;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Workers.Packs;

public sealed class PackTests
{
    [Fact]
    public async Task Small_tasks_share_one_request_and_each_gets_its_own_answer_and_its_part_of_the_price()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(10);

        PackOrder order = Assert.Single(await fixture.CollectAsync());
        Assert.True(await fixture.RunAsync(order, new PackHistory(null)));

        Assert.Equal([10], fixture.Model.Calls);
        AgentTask[] ended = await Task.WhenAll(tasks.Select(fixture.FindAsync));
        Assert.All(ended, t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        foreach (AgentTask task in tasks)
        {
            Assert.Equal(((Payload.Inline)task.Input).Json.Replace("text", "word", StringComparison.Ordinal), await fixture.ResultAsync(task));
        }

        LedgerAmounts ledger = await fixture.LedgerAsync();
        Assert.Equal((1L, 10L, 10L), (ledger.Calls, ledger.Batched, ledger.Succeeded));
        Assert.Equal(ledger.Cost.Micros, ended.Sum(t => t.Cost.Micros));
        Assert.True(ledger.SavedByBatching.Micros > ledger.Cost.Micros, $"{ledger.SavedByBatching} of {ledger.Cost}");
        Assert.All(ended, t => Assert.Equal(TurnEnd.NotJudged, Assert.Single(Assert.Single(t.Attempts).Turns).End));
    }

    [Fact]
    public async Task Only_the_items_that_failed_are_asked_again_alone()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(6);
        fixture.Model.Pack = items => PackModel.Answer(items.Where((_, i) => i != 2));

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        Assert.Equal([6, 0], fixture.Model.Calls);
        AgentTask[] ended = await Task.WhenAll(tasks.Select(fixture.FindAsync));
        Assert.All(ended, t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        AgentTask again = Assert.Single(ended, t => t.Attempts[^1].Calls.Count == 2);
        Assert.Equal([TurnEnd.Unpacked, TurnEnd.NotJudged], again.Attempts[^1].Turns.Select(t => t.End));
        Assert.Equal((await fixture.LedgerAsync()).Cost.Micros, ended.Sum(t => t.Cost.Micros));
    }

    [Theory]
    [InlineData("I am sorry.")]
    [InlineData("")]
    [InlineData("""{"items":[]}""")]
    public async Task A_pack_whose_answer_cannot_be_taken_apart_is_halved_down_to_single_tasks(string answer)
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(5);
        fixture.Model.Pack = _ => answer;

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        // 5 is 3 and 2; 3 is 2 and 1; each 2 is 1 and 1; then each alone.
        Assert.Equal([0, 0, 0, 0, 0, 2, 2, 3, 5], fixture.Model.Calls.Order());
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_not_used()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(2);
        fixture.Model.Finish = ChatFinishReason.Length;

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        Assert.Equal([2, 0, 0], fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task Swapped_and_doubled_ids_cost_a_retry_and_never_give_a_task_the_answer_of_another()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(8);
        fixture.Model.Pack = items => PackModel.Answer([(items[1].Id, items[0].Word), (items[0].Id, items[1].Word), .. items.Skip(2), (items[7].Id, "other")]);

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        Assert.Equal([8, 0, 0, 0], fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task Checks_hold_for_each_item()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync(settings: "batch: {maxItems: 20, maxWait: 2s}\nchecks: [{cites: {field: word, from: input.text}}]");
        AgentTask[] tasks = await fixture.SubmitAsync(4);
        fixture.Model.Pack = items => PackModel.Answer(items.Select((item, i) => i == 1 ? (item.Id, "invented") : item));

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        Assert.Equal([4, 0], fixture.Model.Calls);
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_waited_for_without_a_worker_and_then_asked_again()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(4);
        fixture.Model.Faults.Enqueue(new HttpRequestException("down"));
        DateTimeOffset before = fixture.Time.GetUtcNow();

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        Assert.Equal([4], fixture.Model.Calls);
        Assert.True(fixture.Time.GetUtcNow() > before.AddSeconds(3));
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task A_task_that_is_cancelled_meanwhile_stays_cancelled_and_pays_its_part()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(3);
        fixture.Model.Pack = items =>
        {
            fixture.Get<AgentFunctions.Intake.TaskCancellation>().CancelAsync(tasks[1].Id, TenantId.Default, CancellationToken.None).GetAwaiter().GetResult();
            return PackModel.Answer(items);
        };

        await fixture.RunAsync(Assert.Single(await fixture.CollectAsync()), new PackHistory(null));

        AgentTask[] ended = await Task.WhenAll(tasks.Select(fixture.FindAsync));
        Assert.Equal([AgentTaskStatus.Succeeded, AgentTaskStatus.Cancelled, AgentTaskStatus.Succeeded], ended.Select(t => t.Status));
        Assert.True(ended[1].Cost > default(Usd));
        Assert.Equal((await fixture.LedgerAsync()).Cost.Micros, ended.Sum(t => t.Cost.Micros));
    }

    [Fact]
    public async Task Two_orchestrations_of_the_same_tasks_make_one_request()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask[] tasks = await fixture.SubmitAsync(4);
        PackOrder order = Assert.Single(await fixture.CollectAsync());

        await Task.WhenAll(fixture.RunAsync(order, new PackHistory(null)), fixture.RunAsync(order with { Id = "another" }, new PackHistory(null)));

        Assert.Equal(4, fixture.Model.Calls.Sum() + fixture.Model.Calls.Count(c => c == 0));
        await AssertRightAsync(fixture, tasks);
    }

    [Fact]
    public async Task An_orchestration_that_dies_at_any_moment_ends_the_same_and_asks_again_only_what_it_was_just_asking()
    {
        for (int moment = 0; ; moment++)
        {
            await using PackFixture fixture = await PackFixture.CreateAsync();
            AgentTask[] tasks = await fixture.SubmitAsync(4);
            fixture.Model.Pack = items => PackModel.Answer(items.Skip(1));
            PackOrder order = Assert.Single(await fixture.CollectAsync());
            PackHistory history = new(moment);
            if (await fixture.RunAsync(order, history))
            {
                Assert.Equal(8, moment);
                return;
            }

            history.Restart();
            Assert.True(await fixture.RunAsync(order, history));

            // Only what died between the model's answer and its record is asked again; a task that ran alone has its answer in the store by then.
            bool isAskedAgain = history.DiedAt!.StartsWith($"after {AgentFunctions.Functions.PackFunctions.Ask}", StringComparison.Ordinal);
            Assert.Equal(isAskedAgain ? [4, 4, 0] : [4, 0], fixture.Model.Calls);
            await AssertRightAsync(fixture, tasks);
        }
    }

    [Fact]
    public async Task Tasks_that_forbid_it_or_are_in_a_hurry_do_not_wait_for_company()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        string soon = fixture.Time.GetUtcNow().AddMinutes(1).ToString("O");
        foreach (string fields in new[] { ",\"lane\":\"interactive\"", ",\"maxCost\":1", $",\"deadline\":\"{soon}\"" })
        {
            for (int i = 0; i < 5; i++)
            {
                await fixture.SubmitAsync($"word {i}", fields);
            }
        }

        await fixture.SubmitAsync(string.Join(' ', Enumerable.Repeat("long", 9_000)));
        Assert.DoesNotContain(fixture.Queue.Sent, m => m.IsSmall);
    }

    [Fact]
    public async Task A_pack_that_is_not_full_waits_for_company_as_long_as_the_agent_says()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        await fixture.SubmitAsync(2);
        BinaryData[] bodies = [.. fixture.Queue.Sent.Where(m => m.IsSmall).Select(m => m.ToBody())];

        Assert.Empty((await fixture.Get<SmallTaskCollector>().CollectAsync(bodies, TestContext.Current.CancellationToken)).Packs);

        Assert.Single(fixture.Queue.Sent.TakeLast(2).Select(m => m.DueAt).Distinct());
        Assert.All(fixture.Queue.Sent.TakeLast(2), m => Assert.True(m.IsSmall));
        Assert.Single(await fixture.CollectAsync());
    }

    [Fact]
    public async Task One_task_alone_goes_to_its_lane()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        AgentTask task = Assert.Single(await fixture.SubmitAsync(1));

        Assert.Empty(await fixture.CollectAsync());

        Assert.Equal((task.Id, false), (fixture.Queue.Sent.Last().Task, fixture.Queue.Sent.Last().IsSmall));
    }

    [Fact]
    public async Task Tasks_of_different_lanes_or_qualities_do_not_share_a_request()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        await fixture.SubmitAsync(2);
        await fixture.SubmitAsync(2, ",\"lane\":\"economy\"");
        await fixture.SubmitAsync(2, ",\"quality\":0.9");

        Assert.Equal([2, 2, 2], (await fixture.CollectAsync()).Select(p => p.Tasks.Count));
    }

    [Fact]
    public async Task Packs_that_fail_more_often_than_tasks_alone_become_smaller()
    {
        await using PackFixture fixture = await PackFixture.CreateAsync();
        fixture.Model.Pack = items => PackModel.Answer(items.Take(items.Count / 2));
        for (int round = 0; round < 3; round++)
        {
            await fixture.SubmitAsync(20);
            foreach (PackOrder order in await fixture.CollectAsync())
            {
                await fixture.RunAsync(order, new PackHistory(null));
            }

            fixture.Queue.Sent.Clear();
        }

        Assert.InRange(fixture.Get<PackSizes>().Of(fixture.Get<AgentFunctions.Agents.AgentCatalogue>().Find("words")!), 1, 10);
    }

    private static async Task AssertRightAsync(PackFixture fixture, AgentTask[] tasks)
    {
        AgentTask[] ended = await Task.WhenAll(tasks.Select(fixture.FindAsync));
        Assert.All(ended, t => Assert.Equal(AgentTaskStatus.Succeeded, t.Status));
        foreach (AgentTask task in tasks)
        {
            Assert.Equal(((Payload.Inline)task.Input).Json.Replace("text", "word", StringComparison.Ordinal), await fixture.ResultAsync(task));
        }

        Assert.Equal((await fixture.LedgerAsync()).Cost.Micros, ended.Sum(t => t.Cost.Micros));
    }
}
