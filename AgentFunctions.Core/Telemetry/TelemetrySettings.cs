using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Telemetry;

/// <summary>Where telemetry goes, and how much of a task it may tell.</summary>
/// <param name="RecordContent">Whether prompts, answers and tool results stand on spans. Default false.</param>
/// <param name="HasOtlp">Whether an OpenTelemetry collector is named.</param>
/// <param name="AzureMonitor">Connection string of Application Insights; null when there is none.</param>
internal sealed record TelemetrySettings(bool RecordContent, bool HasOtlp, string? AzureMonitor)
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OtlpProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Record = $"{ServiceCollectionExtensions.Section}:Telemetry:RecordContent";

    /// <summary>Reads the settings; one that cannot be used counts as not given, and is among the <see cref="Faults"/>.</summary>
    public static TelemetrySettings Read(IConfiguration settings) =>
        new(ReadRecordContent(settings), IsAddress(Text(settings, OtlpEndpoint)), Text(settings, ApplicationInsights) is { } connection && IsConnection(connection) ? connection : null);

    /// <summary>Whether prompts, answers and tool results stand on spans.</summary>
    public static bool ReadRecordContent(IConfiguration settings) => bool.TryParse(Text(settings, Record), out bool record) && record;

    /// <summary>The settings that cannot be used, each with what is allowed. That of <see cref="RecordContent"/> is looked at with the app's own.</summary>
    public static IEnumerable<string> Faults(IConfiguration settings)
    {
        string? endpoint = Text(settings, OtlpEndpoint);
        if (endpoint is not null && !IsAddress(endpoint))
        {
            yield return $"{OtlpEndpoint} is '{endpoint}'; it must be the http or https address of a collector.";
        }

        if (endpoint is not null && Text(settings, OtlpProtocol) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            yield return $"{OtlpProtocol} is '{protocol}'; allowed are grpc and http/protobuf.";
        }

        if (Text(settings, ApplicationInsights) is { } connection && !IsConnection(connection))
        {
            yield return $"{ApplicationInsights} has no InstrumentationKey; copy the connection string from the resource's overview.";
        }
    }

    private static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https");

    private static bool IsConnection(string text) => text.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase);

    private static string? Text(IConfiguration settings, string name) => settings[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
