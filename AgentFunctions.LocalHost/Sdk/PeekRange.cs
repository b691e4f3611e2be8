using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.Sdk;

/// <summary>Which messages to look at: at most <paramref name="Max"/> from the given sequence number on.</summary>
internal readonly record struct PeekRange(SubQueue SubQueue, long FromSequenceNumber, int Max);
