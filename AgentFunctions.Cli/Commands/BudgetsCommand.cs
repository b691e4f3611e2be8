using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>budgets</c>: how the caller's budgets stand.</summary>
internal static class BudgetsCommand
{
    public static Command Create(CommandBinder bind) => bind(new Command("budgets", "Show how your budgets stand."), async (run, cancellationToken) =>
    {
        BudgetList list = new(await run.Client.Costs.ReadBudgetsAsync(cancellationToken));
        run.Output.Show(list, ClientJson.Default.BudgetList, budgets =>
        [
            Format.Table(
                ["tenant", "agent", "period", ">limit", ">taken", ">remaining", "until", "over it"],
                budgets.Budgets.Select(b => (string[])[b.Tenant, b.Agent, b.Period, Format.Usd(b.Limit), Format.Usd(b.Taken), Format.Usd(b.Remaining), Format.Time(b.PeriodEnd), b.Over])),
        ]);
        return ExitCode.Ok;
    });
}
