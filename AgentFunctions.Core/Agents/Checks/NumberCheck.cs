using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>Holds a field's numbers against the one expected.</summary>
internal static class NumberCheck
{
    public static Finding Run(AnswerCheck.Number check, JsonElement input, JsonElement answer)
    {
        IReadOnlyList<JsonElement?> values = check.Field.Values(answer);
        if (values.All(v => v is null))
        {
            return Finding.Missing(check.Field, "number", check.Optional);
        }

        (Figure? expected, Finding otherwise) = check.Expected switch
        {
            ExpectedNumber.InInput { Path: var path } => (One(path.Values(input)), Finding.NotJudged($"'{path}' is not a number")),
            ExpectedNumber.SumOf { Path: var path } => (Sum(path.Values(answer)), Finding.Failed($"'{path}' is not a number everywhere")),
            _ => throw new InvalidOperationException($"Nothing to compare '{check.Field}' with."),
        };
        if (expected is not { } target)
        {
            return otherwise;
        }

        foreach (JsonElement? value in values.Where(v => v is not null || !check.Optional))
        {
            if (Figure.Of(value) is not { } figure)
            {
                return Finding.Failed($"'{check.Field}' is not a number everywhere");
            }

            if (!figure.IsWithin(check.Tolerance, target))
            {
                return Finding.Failed($"'{check.Field}' is {figure}; {Named(check.Expected)} is {target}, tolerance {check.Tolerance}");
            }
        }

        return Finding.Passed;
    }

    private static Figure? One(IReadOnlyList<JsonElement?> values) => values is [var value] ? Figure.Of(value) : null;

    // Nothing adds up to 0.
    private static Figure? Sum(IReadOnlyList<JsonElement?> values) =>
        values.Aggregate((Figure?)Figure.Zero, (sum, value) => sum is { } so && Figure.Of(value) is { } next ? so + next : null);

    private static string Named(ExpectedNumber expected) => expected switch
    {
        ExpectedNumber.InInput { Path: var path } => $"'{path}'",
        ExpectedNumber.SumOf { Path: var path } => $"the sum of '{path}'",
        _ => string.Empty,
    };
}
