using System.Security.Cryptography;
using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Costs;

/// <summary>Whoever dies when while it posts, and whoever awakes afterwards: each page is in the sums once.</summary>
[Collection(LedgerCollection.Name)]
public sealed class LedgerRecoveryTests(LedgerStorage storage, ITestOutputHelper output)
{
    private readonly TenantId _tenant = new(Guid.NewGuid().ToString());

    /// <summary>Where a poster dies, or stands still for very long.</summary>
    public enum Step
    {
        BeforePosting,
        PostedWithoutKnowing,
        PostedWithoutDeleting,
        DeletedWithoutKnowing,
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Step.BeforePosting)]
    [InlineData(Step.PostedWithoutKnowing)]
    [InlineData(Step.PostedWithoutDeleting)]
    [InlineData(Step.DeletedWithoutKnowing)]
    public async Task Another_instance_finishes_what_one_left_and_the_first_does_no_harm_when_it_awakes(Step step)
    {
        using LedgerInstance first = await LedgerInstance.StartAsync(storage.Azurite);
        using LedgerInstance second = await LedgerInstance.StartAsync(storage.Azurite);
        LedgerWork work = new(_tenant, NewRandom());
        await work.RunAsync(30, workers: 2, first.Tasks);
        await first.FlushAsync();
        await work.RunAsync(30, workers: 2, first.Tasks);
        await DieAsync(first, i => i.FlushAsync(), step);

        await second.RecoverAsync();
        await AssertExactAsync(second);

        first.Faults.Heal();
        await first.FlushAsync();
        await work.RunAsync(30, workers: 2, first.Tasks);
        await first.FlushAsync();
        await AssertExactAsync(first);
    }

    [Theory]
    [InlineData(Step.BeforePosting)]
    [InlineData(Step.PostedWithoutKnowing)]
    [InlineData(Step.PostedWithoutDeleting)]
    [InlineData(Step.DeletedWithoutKnowing)]
    public async Task A_third_instance_finishes_when_the_second_dies_over_it(Step step)
    {
        LedgerInstance[] instances = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LedgerInstance.StartAsync(storage.Azurite)))];
        LedgerWork work = new(_tenant, NewRandom());
        await work.RunAsync(30, workers: 2, instances[0].Tasks);
        await DieAsync(instances[0], i => i.FlushAsync(), Step.PostedWithoutDeleting);
        await work.RunAsync(30, workers: 2, instances[0].Tasks);
        await DieAsync(instances[1], i => i.RecoverAsync(), step);

        await instances[2].RecoverAsync();
        await AssertExactAsync(instances[2]);

        foreach (LedgerInstance instance in instances)
        {
            instance.Faults.Heal();
            await instance.FlushAsync();
            await instance.RecoverAsync();
            await AssertExactAsync(instance);
            instance.Dispose();
        }
    }

    [Fact]
    public async Task Of_several_that_recover_the_same_pages_at_once_each_posts_others()
    {
        LedgerInstance[] instances = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LedgerInstance.StartAsync(storage.Azurite)))];
        LedgerWork work = new(_tenant, NewRandom());
        for (int i = 0; i < 5; i++)
        {
            await work.RunAsync(40, workers: 2, instances[0].Tasks);
            await Task.WhenAll(instances.Select(one => one.RecoverAsync()));
            await Task.WhenAll(instances.Select(one => one.FlushAsync()));
        }

        // Two may have taken from each other and left the rest to the next round.
        await instances[1].RecoverAsync();
        await AssertExactAsync(instances[1]);
        Array.ForEach(instances, i => i.Dispose());
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_connections_break_everywhere()
    {
        Random random = NewRandom();
        LedgerInstance[] instances = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LedgerInstance.StartAsync(storage.Azurite)))];
        LedgerWork work = new(_tenant, new Random(random.Next()));

        await Task.WhenAll(instances.Select(i => BreakAsync(i, work, new Random(random.Next()))));

        foreach (LedgerInstance instance in instances)
        {
            instance.Faults.Heal();
            await instance.FlushAsync();
        }

        await instances[0].RecoverAsync();
        await AssertExactAsync(instances[0]);
        Array.ForEach(instances, i => i.Dispose());
    }

    [Fact]
    public async Task A_poster_that_was_closed_posts_its_later_pages_under_another_name()
    {
        using LedgerInstance closed = await LedgerInstance.StartAsync(storage.Azurite);
        using LedgerInstance other = await LedgerInstance.StartAsync(storage.Azurite);
        LedgerWork work = new(_tenant, NewRandom());
        await work.RunAsync(10, workers: 2, closed.Tasks);
        await other.RecoverAsync();
        await closed.FlushAsync();

        await work.RunAsync(10, workers: 2, closed.Tasks);
        await closed.FlushAsync();
        await work.RunAsync(10, workers: 2, closed.Tasks);
        await closed.FlushAsync();

        await other.RecoverAsync();
        await AssertExactAsync(other);
    }

    private static async Task BreakAsync(LedgerInstance instance, LedgerWork work, Random random)
    {
        for (int step = 0; step < 25; step++)
        {
            double share = random.NextDouble() * 0.6;
            instance.Faults.LoseAnswers(new Random(random.Next()), share);
            instance.Faults.CutAttempts(new Random(random.Next()), share);
            try
            {
                await (random.Next(4) switch
                {
                    0 => instance.FlushAsync(),
                    1 => instance.RecoverAsync(),
                    _ => work.RunAsync(20, workers: 2, instance.Tasks),
                });
            }
            catch (Exception e) when (StorageFault.Is(e))
            {
                // What it did, and whether, is not known. That is the point.
            }
        }
    }

    private static async Task DieAsync(LedgerInstance instance, Func<LedgerInstance, Task> act, Step step)
    {
        switch (step)
        {
            case Step.BeforePosting:
                instance.Faults.CutsBefore = IsPosting;
                break;
            case Step.PostedWithoutKnowing:
                instance.Faults.CutsAfter = IsPosting;
                instance.Faults.CutsBefore = request => IsDeletion(request) || IsReading(request);
                break;
            case Step.PostedWithoutDeleting:
                instance.Faults.CutsBefore = IsDeletion;
                break;
            case Step.DeletedWithoutKnowing:
                instance.Faults.CutsAfter = IsDeletion;
                break;
        }

        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => act(instance));
        Assert.True(StorageFault.Is(fault), fault.ToString());
    }

    // Accounts that are closed are no posting: those hold no sums.
    private static bool IsPosting(string request) =>
        request.Contains("$batch", StringComparison.Ordinal) && request.Contains("/costs", StringComparison.Ordinal) && request.Contains("Amounts", StringComparison.Ordinal);

    private static bool IsReading(string request) =>
        request.StartsWith("GET", StringComparison.Ordinal) && request.Contains("/costs()", StringComparison.Ordinal);

    private static bool IsDeletion(string request) =>
        request.Contains("DELETE", StringComparison.Ordinal) && request.Contains("/tasks", StringComparison.Ordinal);

    private async Task AssertExactAsync(LedgerInstance instance)
    {
        await LedgerSums.AssertExactAsync(instance, _tenant, Cancel);
    }

    private Random NewRandom()
    {
        int seed = RandomNumberGenerator.GetInt32(1_000_000);
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
