using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models;

namespace AgentFunctions.Limits.Budgets;

/// <summary>
/// Reads <c>budgets.json</c>: <c>{"budgets": [{"tenant": name or "*", "agent": name or "*", "perDay": dollars, "perMonth": dollars,
/// "over": "wait" or "fail"}]}</c>, comments and trailing commas allowed.
/// </summary>
public static class BudgetFile
{
    private const string List = "budgets";

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads the budgets; there are none when <paramref name="path"/> is null.</summary>
    /// <exception cref="BudgetFileException">The file is missing or not as described, or names an unknown agent; names file and field.</exception>
    public static BudgetCatalogue Read(string? path, AgentCatalogue agents)
    {
        if (path is null)
        {
            return BudgetCatalogue.None;
        }

        string file = Path.GetFileName(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Options);
            JsonFields root = JsonFields.Of(document.RootElement, string.Empty, List);
            List<Budget> budgets = [];
            foreach (JsonFields entry in root.Objects(List, "tenant", "agent", "perDay", "perMonth", "over"))
            {
                Budget budget = Read(entry, agents);
                budgets.Add(budgets.Any(b => (b.Tenant, b.Agent) == (budget.Tenant, budget.Agent))
                    ? throw entry.Error("tenant", $"there is a budget for tenant '{budget.Tenant}' and agent '{budget.Agent}' already; allowed is one, with perDay, perMonth or both")
                    : budget);
            }

            return new BudgetCatalogue(budgets);
        }
        catch (FormatException e)
        {
            throw new BudgetFileException(file, e.Message, e);
        }
        catch (JsonException e)
        {
            throw new BudgetFileException(file, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BudgetFileException(file, $"cannot be read: {e.Message}", e);
        }
    }

    private static Budget Read(JsonFields entry, AgentCatalogue agents)
    {
        string agent = entry.OptionalText("agent") ?? Budget.Any;
        if (agent != Budget.Any && agents.Find(agent) is null)
        {
            throw entry.Error("agent", $"is '{agent}'; allowed are *, {string.Join(", ", agents.All.Select(a => a.Name))}");
        }

        Budget budget = new(entry.Text("tenant"), agent, entry.OptionalDollars("perDay"), entry.OptionalDollars("perMonth"), Over(entry));
        return budget is { PerDay: null, PerMonth: null }
            ? throw entry.Error("perDay", "is missing, and so is perMonth; allowed are dollars in one or both")
            : budget;
    }

    private static OverBudget Over(JsonFields entry) => entry.OptionalText("over") switch
    {
        null or "wait" => OverBudget.Wait,
        "fail" => OverBudget.Fail,
        { } other => throw entry.Error("over", $"is '{other}'; allowed are wait, fail"),
    };
}
