using System.Globalization;

namespace AgentFunctions.Limits.Budgets;

/// <summary>How long a budget lasts.</summary>
public enum BudgetSpan
{
    Day,
    Month,
}

/// <summary>A day or month, UTC.</summary>
public readonly record struct BudgetPeriod(BudgetSpan Span, DateTimeOffset Start)
{
    /// <summary>When the next one begins.</summary>
    public DateTimeOffset End => Span == BudgetSpan.Day ? Start.AddDays(1) : Start.AddMonths(1);

    /// <summary>The period that a moment is in.</summary>
    public static BudgetPeriod Of(BudgetSpan span, DateTimeOffset at)
    {
        DateTimeOffset utc = at.ToUniversalTime();
        return new BudgetPeriod(span, new DateTimeOffset(utc.Year, utc.Month, span == BudgetSpan.Day ? utc.Day : 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary><c>2026-11-25</c> or <c>2026-11</c>.</summary>
    public override string ToString() => Start.ToString(Span == BudgetSpan.Day ? "yyyy-MM-dd" : "yyyy-MM", CultureInfo.InvariantCulture);
}
