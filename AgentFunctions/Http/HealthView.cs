using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentFunctions.Http;

/// <summary>Whether everything is up.</summary>
/// <param name="Down">Names of the parts that are not up.</param>
internal sealed record HealthView([property: AllowedValues("healthy", "unhealthy")] string Status, IReadOnlyList<string> Down, IReadOnlyDictionary<string, PartView> Parts)
{
    public static IResult Of(HealthReport report)
    {
        string[] down = [.. report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).Select(e => e.Key)];
        return Results.Json(
            new HealthView(down.Length == 0 ? "healthy" : "unhealthy", down, report.Entries.ToDictionary(e => e.Key, e => PartView.Of(e.Value))),
            ApiJson.Sent.HealthView,
            statusCode: down.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>Whether one part is up.</summary>
/// <param name="Reason">Why it is not; the exception's kind only, since its text may hold addresses.</param>
internal sealed record PartView([property: AllowedValues("healthy", "unhealthy")] string Status, string? Reason)
{
    public static PartView Of(HealthReportEntry part) => part.Status == HealthStatus.Healthy
        ? new("healthy", null)
        : new("unhealthy", part.Exception is { } e ? e.GetType().Name : part.Description);
}
