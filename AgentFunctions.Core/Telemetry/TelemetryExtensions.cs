using System.Diagnostics;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentFunctions.Telemetry;

/// <summary>Registers the export of telemetry.</summary>
public static class TelemetryExtensions
{
    /// <summary>Default of <c>OTEL_SERVICE_NAME</c>.</summary>
    public const string ServiceName = "agent-functions";

    /// <summary>
    /// Exports traces, metrics and logs to where the standard settings say: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and
    /// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, one of them or both. With neither nothing is registered.
    /// </summary>
    /// <param name="settings">Also read: <c>AgentFunctions:Telemetry:RecordContent</c>, and every <c>OTEL_</c> setting of the SDK.</param>
    /// <param name="host">Adds what only the host knows of. Not called when nothing is exported.</param>
    public static IServiceCollection AddAgentFunctionsTelemetry(
        this IServiceCollection services, IConfiguration settings, Action<IOpenTelemetryBuilder>? host = null)
    {
        TelemetrySettings telemetry = TelemetrySettings.Read(settings);
        if (telemetry is { HasOtlp: false, AzureMonitor: null })
        {
            return services;
        }

        OpenTelemetryBuilder builder = services.AddOpenTelemetry();
        host?.Invoke(builder);
        builder
            .ConfigureResource(DescribeService)
            .WithTracing(tracing => Configure(tracing, telemetry))
            .WithMetrics(metrics => metrics.AddMeter(Meters.Name, Spans.ModelCalls));
        if (telemetry.HasOtlp)
        {
            builder.UseOtlpExporter();
        }

        if (telemetry.AzureMonitor is { } connection)
        {
            builder.UseAzureMonitorExporter(azure => azure.ConnectionString = connection);
        }

        return services;
    }

    // After what the host says of itself; the environment has the last word.
    private static void DescribeService(ResourceBuilder resource) =>
        resource.AddService(ServiceName, serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();

    private static void Configure(TracerProviderBuilder tracing, TelemetrySettings telemetry)
    {
        tracing.AddSource(Spans.Name, Spans.ModelCalls)
            .AddHttpClientInstrumentation(http => http.FilterHttpRequestMessage = _ => IsModelOrToolCall(Activity.Current?.Parent));
        if (!telemetry.RecordContent)
        {
            tracing.AddProcessor(new ErrorTextGuard());
        }
    }

    // Storage is called many times a task, partly on behalf of several tasks at once; it is counted instead.
    private static bool IsModelOrToolCall(Activity? parent) =>
        parent is not null && (parent.Source.Name == Spans.ModelCalls || parent.OperationName.StartsWith(Spans.ToolCall, StringComparison.Ordinal));
}
