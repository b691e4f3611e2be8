using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Events;

/// <summary>
/// Place of an event in the life of a task: <c>{attempt}-{step}</c>, and for a piece of an answer <c>{attempt}-d{sequence}</c>, which comes
/// after the attempt's beginning (step 0) and before all else of it. Attempt 0 is the time before the first one.
/// </summary>
/// <param name="Delta">Sequence of the piece; 0 for all other events.</param>
public readonly partial record struct LifeEventId(int Attempt, int Step, int Delta = 0) : IComparable<LifeEventId>
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Allowed = "ATTEMPT-STEP or ATTEMPT-dSEQUENCE, such as 1-0 or 1-d12";

    public static bool operator <(LifeEventId left, LifeEventId right) => left.CompareTo(right) < 0;

    public static bool operator >(LifeEventId left, LifeEventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(LifeEventId left, LifeEventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LifeEventId left, LifeEventId right) => left.CompareTo(right) >= 0;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LifeEventId id)
    {
        id = default;
        if (text is null || Form().Match(text) is not { Success: true } match)
        {
            return false;
        }

        int attempt = Number(match.Groups["attempt"].Value);
        int number = Number(match.Groups["number"].Value);
        bool isDelta = match.Groups["delta"].Length > 0;
        id = isDelta ? new LifeEventId(attempt, 0, number) : new LifeEventId(attempt, number);
        return !isDelta || number > 0;
    }

    public int CompareTo(LifeEventId other) => (Attempt, Step, Delta).CompareTo((other.Attempt, other.Step, other.Delta));

    public override string ToString() => Delta > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Attempt}-d{Delta}")
        : string.Create(CultureInfo.InvariantCulture, $"{Attempt}-{Step}");

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<attempt>0|[1-9][0-9]{0,8})-(?<delta>d?)(?<number>0|[1-9][0-9]{0,8})\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
