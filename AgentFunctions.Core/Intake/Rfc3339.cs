using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Intake;

/// <summary>Moments as RFC 3339 writes them, with an offset; read as UTC.</summary>
public static partial class Rfc3339
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Allowed = "an RFC 3339 time such as 2027-01-31T09:30:00Z";

    // The first moment that Azure Table Storage can hold.
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryParse(string? text, out DateTimeOffset moment)
    {
        moment = default;
        bool valid = text is not null
            && Form().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out moment)
            && moment >= Earliest;
        return valid;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
