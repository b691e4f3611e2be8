using System.Text.Json;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Limits.Providers;
using AgentFunctions.Models;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tests.Servers;
using Azure.Data.Tables;

namespace AgentFunctions.Tests.Limits.Providers;

/// <summary>Several gates on one real table.</summary>
public sealed class SharedModelTests(AzuriteFixture azurite)
{
    private const int Limit = 240;

    [Fact]
    public async Task Gates_that_ask_at_once_never_get_more_than_the_model_takes()
    {
        TableLimitStore store = new(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        ModelDefinition model = Gates.Model(Limit) with { Name = $"shared/{Guid.NewGuid():n}" };
        CallGate[] gates = [.. Enumerable.Range(0, 8).Select(_ => new CallGate(BudgetCatalogue.None, store, TimeProvider.System))];

        int admitted = 0;
        for (int round = 0; round < 3; round++)
        {
            Admission[] answers = await Task.WhenAll(gates.SelectMany(g => Enumerable.Range(0, 30).Select(_ => Task.Run(() => g.AskAsync(model, 0, TimeProvider.System)))));
            admitted += answers.Count(a => a is Admission.Admitted);
            Assert.All(answers.OfType<Admission.Wait>(), w => Assert.True(w.Reason.Until > DateTimeOffset.UtcNow.AddSeconds(-5)));
        }

        SharedState stored = (await store.FindAsync(LimitKeys.OfModel(model.Name), TestContext.Current.CancellationToken))!.Value;
        IReadOnlyList<SlotUse> slots = JsonSerializer.Deserialize(stored.Json, ModelStateJson.Default.ModelState)!.Slots;
        TestContext.Current.TestOutputHelper!.WriteLine($"{admitted} of 720 admitted; slots {string.Join(", ", slots.Select(s => s.Calls))}");
        Assert.InRange(admitted, 10, slots.Sum(s => s.Calls));
        Assert.All(slots, s => Assert.InRange(slots.Where(o => o.Second > s.Second - 6 && o.Second <= s.Second).Sum(o => o.Calls), 0, Limit / 8));
        Assert.InRange(slots.Sum(s => s.Calls), 1, Limit);
    }
}
