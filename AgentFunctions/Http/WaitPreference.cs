using System.Globalization;
using System.Text.RegularExpressions;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A client's <c>Prefer: wait=N</c> (RFC 7240): answer in this call if the task ends within N seconds.</summary>
internal sealed record WaitPreference(TimeSpan Wait)
{
    private const string Header = "Prefer";

    // The members of the list; a comma in quotes parts none.
    private static readonly Regex Member = new("""([^",]|"[^"]*"?)+""", RegexOptions.CultureInvariant);

    public static Refusal Malformed { get; } = new Refusal.Invalid(
        [new FieldError(Header, $"wait must be a whole number of seconds; more than {TaskWait.Longest.TotalSeconds:0} counts as that")]);

    /// <summary>False when there is a wait that is no number.</summary>
    /// <param name="preference">Null when there is none.</param>
    public static bool TryRead(HttpRequest request, out WaitPreference? preference)
    {
        preference = null;
        string[]? wait = request.Headers[Header]
            .SelectMany(value => Member.Matches(value ?? string.Empty))
            .Select(member => member.Value.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(member => member[0].Equals("wait", StringComparison.OrdinalIgnoreCase));
        if (wait is null)
        {
            return true;
        }

        string number = wait.Length > 1 ? wait[1].Trim('"') : string.Empty;
        if (number.Length == 0 || !number.All(char.IsAsciiDigit))
        {
            return false;
        }

        // Digits that fit no number are only a very long wait.
        double seconds = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int read) ? read : double.MaxValue;
        preference = new WaitPreference(TimeSpan.FromSeconds(Math.Min(seconds, TaskWait.Longest.TotalSeconds)));
        return true;
    }

    public void MarkApplied(HttpResponse response) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={Wait.TotalSeconds:0}");
}
