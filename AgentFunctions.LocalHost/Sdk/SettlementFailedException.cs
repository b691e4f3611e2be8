namespace AgentFunctions.LocalHost.Sdk;

/// <summary>
/// Settling failed on the host's side. In the isolated worker that arrives as an RpcException, never as a
/// ServiceBusException; this type is internal so that function classes cannot come to rely on its name.
/// </summary>
internal sealed class SettlementFailedException(string message, Exception innerException) : Exception(message, innerException);
