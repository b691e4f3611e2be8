using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Limits.Budgets;

public sealed class BudgetFileTests : IDisposable
{
    private const string Valid = """
        {
          // comments are allowed
          "budgets": [
            { "tenant": "acme", "agent": "classify-ticket", "perDay": 2.5, "perMonth": 40, "over": "fail" },
            { "tenant": "*", "perDay": 0.000001 }
          ]
        }
        """;

    private static readonly AgentCatalogue Agents = AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents"));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Budgets_are_read_and_wait_for_all_agents_unless_said()
    {
        Assert.Equal(
            [
                new Budget("acme", "classify-ticket", Usd.FromMicros(2_500_000), Usd.FromMicros(40_000_000), OverBudget.Fail),
                new Budget("*", "*", Usd.FromMicros(1), null, OverBudget.Wait),
            ],
            Read(Valid).All);
    }

    [Fact]
    public void Without_a_file_there_are_no_budgets() => Assert.Empty(BudgetFile.Read(null, Agents).All);

    [Theory]
    [InlineData("2.5", "\"abc\"", "budgets[0].perDay: is \"abc\"; allowed are dollars")]
    [InlineData("2.5", "-1", "budgets[0].perDay: is -1; allowed are dollars, more than 0")]
    [InlineData("40", "0", "budgets[0].perMonth: is 0; allowed are dollars, more than 0")]
    [InlineData("40", "1e99", "budgets[0].perMonth: is 1e99; allowed are dollars")]
    [InlineData("40", "NaN", "line 4, column ")]
    [InlineData("\"perDay\": 0.000001", "\"over\": \"wait\"", "budgets[1].perDay: is missing, and so is perMonth")]
    [InlineData("classify-ticket", "classify", "budgets[0].agent: is 'classify'; allowed are *, ")]
    [InlineData("\"fail\"", "\"stop\"", "budgets[0].over: is 'stop'; allowed are wait, fail")]
    [InlineData("\"tenant\": \"*\", ", "", "budgets[1].tenant: is missing; it must be text")]
    [InlineData("\"tenant\": \"*\"", "\"tenant\": \"acme\", \"agent\": \"classify-ticket\"", "budgets[1].tenant: there is a budget for tenant 'acme' and agent 'classify-ticket' already")]
    [InlineData("\"perMonth\"", "\"perYear\"", "budgets[0].perYear: unknown field; allowed are tenant, agent, perDay, perMonth, over")]
    [InlineData("\"budgets\": [", "\"budgets\": ", "line 5, column 5: not valid JSON")]
    public void A_broken_file_is_refused_with_file_and_field(string right, string wrong, string reason)
    {
        BudgetFileException refused = Assert.Throws<BudgetFileException>(() => Read(Valid.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith("budgets.json: " + reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        BudgetFileException refused = Assert.Throws<BudgetFileException>(() => BudgetFile.Read(_folder.File("gone.json"), Agents));

        Assert.StartsWith("gone.json: cannot be read: ", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private BudgetCatalogue Read(string json)
    {
        File.WriteAllText(_folder.File("budgets.json"), json);
        return BudgetFile.Read(_folder.File("budgets.json"), Agents);
    }
}
