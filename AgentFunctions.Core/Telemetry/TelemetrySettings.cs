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

    /// <exception cref="InvalidOperationException">Names the setting that cannot be used and what is allowed.</exception>
    public static TelemetrySettings Read(IConfiguration settings)
    {
        string? endpoint = Text(settings, OtlpEndpoint);
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
        {
            throw new InvalidOperationException($"{OtlpEndpoint} is '{endpoint}'; it must be the http or https address of a collector.");
        }

        if (endpoint is not null && Text(settings, OtlpProtocol) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            throw new InvalidOperationException($"{OtlpProtocol} is '{protocol}'; allowed are grpc and http/protobuf.");
        }

        string? connection = Text(settings, ApplicationInsights);
        if (connection is not null && !connection.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{ApplicationInsights} has no InstrumentationKey; copy the connection string from the resource's overview.");
        }

        return new(ReadRecordContent(settings), endpoint is not null, connection);
    }

    public static bool ReadRecordContent(IConfiguration settings) => Text(settings, Record) switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool record) => record,
        { } text => throw new InvalidOperationException($"{Record.Replace(":", "__", StringComparison.Ordinal)} is '{text}'; allowed are true and false."),
    };

    private static string? Text(IConfiguration settings, string name) => settings[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
