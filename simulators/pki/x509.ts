/**
 * The door to @peculiar/x509: its dependency injection needs `reflect-metadata` loaded first, so everybody comes through here.
 */
import 'reflect-metadata';

export * from '@peculiar/x509';
