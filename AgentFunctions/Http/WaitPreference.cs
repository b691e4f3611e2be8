using System.Globalization;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A client's <c>Prefer: wait=N</c> (RFC 7240): answer in this call if the task ends within N seconds.</summary>
internal sealed record WaitPreference(TimeSpan Wait)
{
    private const string Header = "Prefer";

    public static Refusal Malformed { get; } = new Refusal.Invalid(
        [new FieldError(Header, $"wait must be a whole number of seconds; more than {TaskWait.Longest.TotalSeconds:0} counts as that")]);

    /// <summary>False when there is a wait that is no number.</summary>
    /// <param name="preference">Null when there is none.</param>
    public static bool TryRead(HttpRequest request, out WaitPreference? preference)
    {
        preference = null;
        string? wait = request.Headers[Header]
            .SelectMany(value => (value ?? string.Empty).Split(','))
            .Select(p => p.Split(';')[0].Trim())
            .FirstOrDefault(p => p.StartsWith("wait", StringComparison.OrdinalIgnoreCase))?[4..].TrimStart(' ', '=').Trim('"');
        if (wait is null)
        {
            return true;
        }

        bool valid = int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds);
        preference = valid ? new WaitPreference(TimeSpan.FromSeconds(Math.Min(seconds, TaskWait.Longest.TotalSeconds))) : null;
        return valid;
    }

    public void MarkApplied(HttpResponse response) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={Wait.TotalSeconds:0}");
}
