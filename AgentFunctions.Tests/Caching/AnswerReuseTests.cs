using System.Text;
using AgentFunctions.Caching;
using AgentFunctions.Costs;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Caching;

/// <summary>Answers given before, from intake to the ledger.</summary>
public sealed class AnswerReuseTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_identical_task_is_answered_at_once_and_costs_nothing(bool table)
    {
        await using ReuseFixture sut = await CreateAsync(table);
        AgentTask first = await sut.SubmitAsync();
        await sut.WorkAsync();

        AgentTask second = await sut.SubmitAsync();

        first = await sut.FindAsync(first);
        Assert.Equal((1, AgentTaskStatus.Succeeded, 0L), (sut.Model.Calls, second.Status, second.Cost.Micros));
        Assert.Equal(new AnswerSource(AnswerOrigin.Cache, first.Id, first.Cost), second.Source);
        Assert.True(first.Cost > default(Usd));
        Assert.Equal((first.Result, first.Model, 0), (second.Result, second.Model, second.Attempts.Count));
        Assert.Equivalent(second, await sut.FindAsync(second));
        Assert.Empty(sut.Queue.Sent);
    }

    [Theory]
    [InlineData(""","cache":{"use":false}""")]
    [InlineData(""","cache":{"maxAge":"1m"}""")]
    [InlineData(""","quality":0.5""")]
    public async Task A_task_that_wants_an_answer_of_its_own_gets_one(string fields)
    {
        await using ReuseFixture sut = await CreateAsync();
        await sut.SubmitAsync();
        await sut.WorkAsync();
        sut.Time.Advance(TimeSpan.FromMinutes(1));

        AgentTask second = await sut.SubmitAsync(fields);
        await sut.WorkAsync();

        Assert.Equal((2, AgentTaskStatus.Queued, null), (sut.Model.Calls, second.Status, (await sut.FindAsync(second)).Source));
    }

    [Fact]
    public async Task An_agent_that_keeps_no_answers_gives_them_to_a_task_that_asks_for_it()
    {
        await using ReuseFixture sut = await CreateAsync(agent: string.Empty);
        await sut.SubmitAsync(""","cache":{"use":true}""");
        await sut.WorkAsync();

        AgentTask without = await sut.SubmitAsync();
        AgentTask with = await sut.SubmitAsync(""","cache":{"use":true}""");

        Assert.Equal((AgentTaskStatus.Queued, AgentTaskStatus.Succeeded), (without.Status, with.Status));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using ReuseFixture sut = await CreateAsync();
        sut.Model.Answer = _ => Task.FromResult("no json");
        await sut.SubmitAsync();
        await sut.WorkAsync();

        Assert.Equal(AgentTaskStatus.Queued, (await sut.SubmitAsync()).Status);
    }

    [Fact]
    public async Task A_task_for_later_is_answered_from_the_cache_when_it_is_due()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask later = await sut.SubmitAsync($@",""notBefore"":""{sut.Time.GetUtcNow().AddMinutes(5):O}""");
        AgentTask now = await sut.SubmitAsync();
        await sut.WorkAsync();
        sut.Time.Advance(TimeSpan.FromMinutes(5));

        await sut.WorkAsync();

        later = await sut.FindAsync(later);
        Assert.Equal((1, AgentTaskStatus.Succeeded, now.Id), (sut.Model.Calls, later.Status, later.Source!.Task));
        Assert.All(later.Attempts, a => Assert.NotNull(a.FinishedAt));
    }

    [Fact]
    public async Task The_same_key_with_another_spelling_of_the_body_is_the_same_request()
    {
        await using ReuseFixture sut = await CreateAsync();
        Assert.True(IdempotencyKey.TryParse("k", out IdempotencyKey? key));
        SubmitOutcome first = await SubmitAsync("""{"agent":"a","input":{"text":"x","n":10}}""");
        SubmitOutcome again = await SubmitAsync("""{ "input":{"n":1e1,"text":"\u0078"}, "agent":"a" }""");

        Assert.Equal(((SubmitOutcome.Accepted)first).Task.Id, Assert.IsType<SubmitOutcome.Accepted>(again).Task.Id);

        Task<SubmitOutcome> SubmitAsync(string body) =>
            sut.Get<TaskIntake>().SubmitAsync(TenantId.Default, Encoding.UTF8.GetBytes(body), key, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_ledger_tells_what_was_paid_and_what_was_saved()
    {
        await using ReuseFixture sut = await CreateAsync();
        AgentTask first = await sut.SubmitAsync();
        AgentTask follower = await sut.SubmitAsync();
        await sut.WorkAsync();
        AgentTask cached = await sut.SubmitAsync();

        LedgerAmounts sum = default;
        await foreach (LedgerEntry entry in sut.Get<ILedgerStore>().ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken))
        {
            sum += entry.Amounts;
        }

        Usd cost = (await sut.FindAsync(first)).Cost;
        Assert.Equal((1L, 3L, 3L, 1L, 1L), (sum.Calls, sum.Tasks, sum.Succeeded, sum.CacheHits, sum.Coalesced));
        Assert.Equal((cost, cost, cost), (sum.Cost, sum.SavedByCache, sum.SavedByCoalescing));
        Assert.Equal((AnswerOrigin.Leader, AnswerOrigin.Cache), ((await sut.FindAsync(follower)).Source!.Origin, cached.Source!.Origin));
    }

    private async Task<ReuseFixture> CreateAsync(bool table = false, string agent = "cache: {use: true, maxAge: 24h}") =>
        await ReuseFixture.CreateAsync(table ? await azurite.ConnectionStringAsync() : null, agent);
}
