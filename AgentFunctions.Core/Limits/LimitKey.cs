using System.Globalization;
using System.Text;

namespace AgentFunctions.Limits;

/// <summary>Where the shared state of a limit stands in table <c>limits</c>.</summary>
/// <param name="Partition">Kind of limit.</param>
/// <param name="Row">Which one.</param>
public readonly record struct LimitKey(string Partition, string Row)
{
    private const string Models = "models";
    private const string Budgets = "budgets";

    /// <summary>The calls that a model takes.</summary>
    public static LimitKey OfModel(string model) => new(Models, Escape(model));

    /// <summary>What a tenant spends on an agent, or on all, in a period.</summary>
    /// <param name="isShared">True when the budget stands for each tenant; a tenant may have one of its own beside it.</param>
    public static LimitKey OfBudget(bool isShared, string tenant, string agent, string period) =>
        new(Budgets, $"{(isShared ? "each" : "own")}:{Escape(tenant)}:{Escape(agent)}:{period}");

    // Names may hold what table keys must not (/ \ # ? and control characters) and what parts the key here.
    private static string Escape(string name)
    {
        StringBuilder escaped = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool isPlain = rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '.' or '*');
            _ = isPlain ? escaped.Append(rune) : escaped.Append(CultureInfo.InvariantCulture, $"_{rune.Value:x}_");
        }

        return escaped.ToString();
    }
}
